// What the notice of a lost connection does; Blazor itself shows and hides it by class names.
document.addEventListener('click', async event => {
  const action = event.target.closest?.('[data-reconnect]')?.dataset.reconnect;
  if (action === 'retry' && !await Blazor.reconnect()) location.reload();
  if (action === 'reload') location.reload();
});
