import type { HiddenText } from 'tributary/sdk';
import { TextBuilder } from '../html/text-builder.js';
import { hiddenRun, PLAIN, type RunLook, withProperty } from './word-styles.js';
import { type Attributes, readXml } from './xml.js';

export interface WordText {
  text: string;
  hidden: HiddenText[];
  hasPictures: boolean;
}

/** Text within these is not part of the page: an older form of a drawing, moved text. */
const SKIPPED = new Set(['Fallback', 'moveFrom']);
/** Notes in their own part begin with these. */
const NOTES = new Set(['footnote', 'endnote']);
const PICTURES = new Set(['blip', 'imagedata']);

/** What the parts of a document share: its styles, and the numbers of the notes in the order of their marks. */
export interface WordContext {
  styles: ReadonlyMap<string, RunLook>;
  notes: Map<string, number>;
}

/** The text of a part of a Word document (body, header, notes, comments) in reading order; rows of tables by `\t`. */
export function readWordText(source: string, context: WordContext): WordText {
  const reader = new WordReader(context);
  readXml(source, {
    open: (name, attributes) => reader.open(name, attributes),
    text: (data) => reader.text(data),
    close: (name) => reader.close(name),
  });
  return { text: reader.builder.toString(), hidden: reader.hidden, hasPictures: reader.hasPictures };
}

class WordReader {
  readonly builder = new TextBuilder();
  readonly hidden: HiddenText[] = [];
  hasPictures = false;
  readonly #context: WordContext;
  readonly #path: string[] = [];
  /** Looks of the open cells and paragraphs, which runs inherit. */
  readonly #outer: RunLook[] = [];
  #run: RunLook = PLAIN;
  #skipped = 0;
  #wroteInParagraph = false;
  #mark = '';

  constructor(context: WordContext) {
    this.#context = context;
  }

  open(name: string, attributes: Attributes): void {
    const parent = this.#path.at(-1) ?? '';
    this.#path.push(name);
    if (SKIPPED.has(name)) this.#skipped += 1;
    if (this.#skipped > 0) return;
    if (PICTURES.has(name)) this.hasPictures = true;
    if (parent === 'rPr' && this.#path.at(-3) === 'r') this.#property(name, attributes);
    else if (parent === 'pPr') this.#paragraphProperty(name, attributes);
    else if (parent === 'tcPr') this.#outer.push(withProperty(this.#outer.pop() ?? PLAIN, name, attributes));
    else this.#content(name, parent, attributes);
  }

  text(data: string): void {
    const name = this.#path.at(-1);
    if (this.#skipped > 0 || (name !== 't' && name !== 'delText')) return;
    const carrier = name === 'delText' ? 'deleted' : hiddenRun(this.#run);
    if (carrier === null) this.#write(data);
    else this.#hide(carrier, data);
  }

  close(name: string): void {
    this.#path.pop();
    if (SKIPPED.has(name)) this.#skipped -= 1;
    if (this.#skipped > 0) return;
    if (name === 'p') {
      // An empty paragraph is how people part blocks.
      if (this.#wroteInParagraph) this.builder.breakLine();
      else this.builder.breakBlock();
      this.#outer.pop();
    } else if (name === 'tc') {
      this.builder.closeCell();
      this.#outer.pop();
    } else if (name === 'tr') {
      this.builder.closeRow();
    } else if (name === 'tbl') {
      this.builder.breakBlock();
    }
  }

  #content(name: string, parent: string, attributes: Attributes): void {
    if (name === 'p') {
      this.builder.breakLine();
      this.#wroteInParagraph = false;
      this.#outer.push(this.#outer.at(-1) ?? PLAIN);
    } else if (name === 'r') {
      this.#run = this.#outer.at(-1) ?? PLAIN;
    } else if (name === 'tbl') {
      this.builder.breakBlock();
    } else if (name === 'tr') {
      this.builder.openRow();
    } else if (name === 'tc') {
      this.builder.openCell();
      this.#outer.push(this.#outer.at(-1) ?? PLAIN);
    } else if (NOTES.has(name)) {
      const number = this.#context.notes.get(`${name} ${attributes.id}`);
      this.#mark = number === undefined ? '' : `[${number}] `;
    } else if (parent === 'r') {
      this.#runContent(name, attributes);
    } else if (name === 'docPr' && (attributes.descr?.split(/\s+/).length ?? 0) > 3) {
      this.#hide('attribute', attributes.descr ?? '');
    }
  }

  #runContent(name: string, attributes: Attributes): void {
    if (name === 'tab') this.#write('\t');
    else if (name === 'br' || name === 'cr') this.builder.breakLine();
    else if (name === 'noBreakHyphen') this.#write('-');
    else if (name === 'footnoteReference' || name === 'endnoteReference') {
      const key = `${name.slice(0, -'Reference'.length)} ${attributes.id}`;
      const { notes } = this.#context;
      const kind = key.split(' ')[0] ?? '';
      const number = notes.get(key) ?? [...notes.keys()].filter((other) => other.startsWith(kind)).length + 1;
      notes.set(key, number);
      this.#write(`[${number}]`);
    }
  }

  #paragraphProperty(name: string, attributes: Attributes): void {
    if (name === 'pStyle') this.#inherit(attributes.val);
    else if (name === 'shd') this.#outer.push(withProperty(this.#outer.pop() ?? PLAIN, name, attributes));
    else if (name === 'numPr') this.builder.text('- ', true);
    if (name === 'pStyle' && /^(?:heading|title|berschrift|titre|ttulo)/i.test(attributes.val ?? ''))
      this.builder.breakBlock();
  }

  #property(name: string, attributes: Attributes): void {
    const style = name === 'rStyle' ? this.#context.styles.get(attributes.val ?? '') : undefined;
    this.#run = style ? merged(this.#run, style) : withProperty(this.#run, name, attributes);
  }

  #inherit(style: string | undefined): void {
    const look = this.#context.styles.get(style ?? '');
    if (look) this.#outer.push(merged(this.#outer.pop() ?? PLAIN, look));
  }

  #write(text: string): void {
    // A note begins with its number.
    this.builder.text(this.#mark === '' ? text : this.#mark + text.trimStart(), true);
    this.#mark = '';
    this.#wroteInParagraph = true;
  }

  #hide(carrier: string, text: string): void {
    const last = this.hidden.at(-1);
    if (last?.carrier === carrier) last.text += text;
    else this.hidden.push({ carrier, text, page: 1 });
  }
}

function merged(look: RunLook, style: RunLook): RunLook {
  return {
    vanish: look.vanish || style.vanish,
    colour: style.colour ?? look.colour,
    halfPoints: style.halfPoints ?? look.halfPoints,
    background: style.background ?? look.background,
  };
}
