// What scripts say, in the page's language. A text is named by its English wording, as on the pages: t('{0} of {1} trials', 3, 10).
// The words of another language are fetched when the page speaks it, once; a text that has no translation stays English.

const words = document.documentElement.lang === 'ko' ? (await import('./texts.ko.js')).default : {};

export function t(english, ...values) {
  return (words[english] ?? english).replace(/\{(\d)\}/g, (_, index) => values[index]);
}
