// Keeps the end of a log in sight while the reader is there; who has scrolled up to read is left in peace.
const followed = new WeakSet();

export function follow(pre) {
  if (!pre?.isConnected) return;
  const distance = pre.scrollHeight - pre.scrollTop - pre.clientHeight;
  if (!followed.has(pre) || distance < pre.clientHeight / 2) pre.scrollTop = pre.scrollHeight;
  followed.add(pre);
}
