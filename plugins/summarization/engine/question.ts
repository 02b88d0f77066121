import type { Analyser } from 'tributary/text';

/** Words with which one asks, and which every summary of anything shares: they do not say what is asked for. */
const ASKING = `what how why who whom whose when where which summarize summarise summary summarization discuss discussed
discussing discussion discussions meeting meetings whole entire say said saying think thought thinks talk talked talking
main point points did opinion opinions about describe explain tell give please overview conversation document documents text
was worum geht über zusammenfassung zusammenfassen fasse ganze gespräch besprechung sagte sagen warum wie wer wann wo welche
résumé résumer résume quoi pourquoi comment qui quand où réunion toute dit
resumen resumir resume qué cómo por quién cuándo dónde reunión toda dijo`;

/** What a question asks about, as terms; empty when it asks about everything ("Summarize the whole meeting"). */
export function askedTerms(question: string, analyser: Analyser): string[] {
  const asking = new Set(analyser.terms(ASKING));
  return [...new Set(analyser.terms(question))].filter((term) => !asking.has(term));
}
