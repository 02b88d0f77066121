/**
 * What a parser makes of a document and what capabilities read. Every offset counts Unicode code points of the
 * page's stored, normalised text (never UTF-16 units), end exclusive. Boxes are `[left, top, right, bottom]` in
 * points from the upper left corner of the page.
 */
export type Box = readonly [left: number, top: number, right: number, bottom: number];

/** A run of text without a wide gap: a word group or a table cell. */
export interface TextSpan {
  start: number;
  end: number;
  box: Box;
}

/** One visual line of a page with its cells. Lines are separated by `\n` in the text, cells by `\t`. */
export interface TextLine {
  start: number;
  end: number;
  box: Box;
  cells: TextSpan[];
}

/** One page; formats without pages have one. `lines` is empty where the format has no layout. */
export interface PageText {
  number: number;
  text: string;
  lines: TextLine[];
}

/** Text that a person would not see or that carries instructions; found by the parser, judged by screening. */
export interface HiddenText {
  /** How it was hidden: `html-comment`, `display-none`, `white-on-white`, `metadata`, `comment`, `zero-width`, `bidi`, `tag-characters`, `tiny`. */
  carrier: string;
  text: string;
  page: number | null;
}

/** The result of parsing one version of a document: plain data. */
export interface ParsedDocument {
  /** The type found in the bytes, not the one that was claimed. */
  mediaType: string;
  title: string | null;
  pages: PageText[];
  hidden: HiddenText[];
  /** Facts of the format, e.g. author or sheet names; strings only. */
  metadata: Record<string, string>;
}
