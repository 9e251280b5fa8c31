// True when the text is in the clipboard; a page that is neither HTTPS nor localhost has none.
export async function copy(text) {
  if (!navigator.clipboard) return false;
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
