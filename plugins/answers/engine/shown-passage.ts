/** They part the passages. */
const blankLines = /\n\s*\n/g;
/** What marks a citation, in any of the forms that are read back. */
const markers = /\[(\s*\d{1,2}(?:\s*,\s*\d{1,2})*\s*)\]/g;
const tags =
  /<(?=\s*\/?\s*(?:document|documents|passage|passages|source|sources|system|user|assistant|question)\b)/gi;

/** A passage as a model is shown it: it cannot end where it stands, nor pass for another, nor cite one. */
export function shownPassage(text: string): string {
  return text.replace(blankLines, '\n').replace(markers, '($1)').replace(tags, '‹');
}
