import { Parser } from 'htmlparser2';
import { AppError, type HiddenText, type ParsedDocument } from 'tributary/sdk';
import { textPage } from '../text-lines.js';
import {
  type Declarations,
  declarationsOf,
  hiddenBy,
  type Look,
  lookOf,
  PAPER,
  parseStyleSheet,
} from './styles.js';
import { TextBuilder } from './text-builder.js';

const BLOCKS = new Set(
  'address article aside blockquote dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table ul caption tbody thead tfoot option legend center'.split(
    ' ',
  ),
);
/** Blocks with an empty line around them. */
const PARAGRAPHS = new Set('article blockquote h1 h2 h3 h4 h5 h6 ol p pre section table ul'.split(' '));
/** Never shown and no text: code and the page's own data. */
const CODE = new Set(['script', 'style', 'object', 'iframe', 'svg', 'canvas', 'math']);
/** Shown only when something else is not. */
const UNSEEN = new Set(['template', 'noscript', 'datalist', 'noembed', 'noframes']);
const DESCRIBING = ['alt', 'title', 'aria-label', 'content', 'placeholder'];
const MAX_DEPTH = 2_000;

/** HTML as a browser shows it. Fails with `DOCUMENT_EMPTY` when it shows nothing. */
export function parseHtml(source: string): ParsedDocument {
  return readHtml(source, 'text/html');
}

/** The text of HTML, also of what other formats render to. */
export function readHtml(source: string, mediaType: string): ParsedDocument {
  const reader = new HtmlReader(styleSheets(source));
  const parser = new Parser(reader, { decodeEntities: true });
  parser.end(source);
  const hidden = reader.hidden();
  const page = textPage(1, reader.text(), hidden);
  if (page.text === '') throw new AppError('DOCUMENT_EMPTY');
  return { mediaType, title: reader.title(), pages: [page], hidden, metadata: reader.metadata };
}

/** The rules of all style sheets of the page, which may stand below what they style. */
function styleSheets(source: string): Map<string, Declarations> {
  let css = '';
  let inside = false;
  const parser = new Parser({
    onopentagname(name) {
      inside = name === 'style';
    },
    ontext(data) {
      if (inside) css += data;
    },
    onclosetag() {
      inside = false;
    },
  });
  if (/<style\b/i.test(source)) parser.end(source);
  return parseStyleSheet(css);
}

interface Open {
  name: string;
  look: Look;
  list: { ordered: boolean; items: number } | null;
}

class HtmlReader {
  readonly metadata: Record<string, string> = {};
  readonly #rules: ReadonlyMap<string, Declarations>;
  readonly #builder = new TextBuilder();
  readonly #hidden: { carrier: string; text: string }[] = [];
  readonly #open: Open[] = [];
  #title = '';
  #code = 0;

  constructor(rules: ReadonlyMap<string, Declarations>) {
    this.#rules = rules;
  }

  onopentag(name: string, attributes: Declarations): void {
    if (this.#open.length > MAX_DEPTH)
      throw new AppError('PARSE_LIMIT', { limit: `${MAX_DEPTH} nested elements` });
    const parent = this.#open.at(-1)?.look ?? PAPER;
    const css = declarationsOf(name, attributes, this.#rules);
    const look = lookOf(parent, attributes, css);
    if (UNSEEN.has(name)) look.carrier ??= 'display-none';
    this.#open.push({
      name,
      look,
      list: name === 'ol' || name === 'ul' ? { ordered: name === 'ol', items: 0 } : null,
    });
    if (CODE.has(name)) this.#code += 1;
    this.#describe(name, attributes);
    if (hiddenBy(look) !== null) return;
    if (name === 'br') this.#builder.breakLine();
    if (name === 'tr') this.#builder.openRow();
    if (name === 'td' || name === 'th') this.#builder.openCell();
    if (BLOCKS.has(name)) this.#break(name);
    if (name === 'li') this.#builder.text(this.#bullet(), false);
  }

  ontext(data: string): void {
    if (this.#code > 0) return;
    const { name, look } = this.#open.at(-1) ?? { name: '', look: PAPER };
    if (name === 'title') {
      this.#title += data;
      return;
    }
    const carrier = hiddenBy(look);
    if (carrier !== null) this.#hide(carrier, data);
    else
      this.#builder.text(
        data,
        this.#open.some((each) => each.name === 'pre' || each.name === 'textarea'),
      );
  }

  onclosetag(name: string): void {
    const at = this.#open.findLastIndex((each) => each.name === name);
    const closed = at < 0 ? [] : this.#open.splice(at);
    for (const each of closed) if (CODE.has(each.name)) this.#code -= 1;
    if (closed[0] && hiddenBy(closed[0].look) !== null) return;
    if (name === 'td' || name === 'th') this.#builder.closeCell();
    if (name === 'tr') this.#builder.closeRow();
    if (BLOCKS.has(name)) this.#break(name);
  }

  oncomment(data: string): void {
    // Conditional comments of old mail programs hold layout, which shows nowhere else.
    this.#hidden.push({ carrier: 'html-comment', text: data });
  }

  text(): string {
    return this.#builder.toString();
  }

  title(): string | null {
    const title = this.#title.replace(/\s+/g, ' ').trim();
    return title === '' ? null : title;
  }

  hidden(): HiddenText[] {
    return this.#hidden.map(({ carrier, text }) => ({ carrier, text, page: null }));
  }

  #break(name: string): void {
    if (PARAGRAPHS.has(name)) this.#builder.breakBlock();
    else this.#builder.breakLine();
  }

  #bullet(): string {
    const list = this.#open.findLast((each) => each.list !== null)?.list;
    if (!list) return '- ';
    list.items += 1;
    return list.ordered ? `${list.items}. ` : '- ';
  }

  /** Adds to the last piece when it was hidden the same way, so that a sentence stays whole. */
  #hide(carrier: string, text: string): void {
    const last = this.#hidden.at(-1);
    if (last?.carrier === carrier) last.text += text;
    else this.#hidden.push({ carrier, text });
  }

  /** Text in attributes is read aloud or shown on hovering only. */
  #describe(name: string, attributes: Declarations): void {
    if (name === 'meta') {
      const key = (attributes.name ?? attributes.property ?? '').toLowerCase();
      const content = attributes.content ?? '';
      if (key === 'author' || key === 'date') this.metadata[key] = content;
      else if (/description|keywords|title|subject|abstract/.test(key)) {
        this.#hidden.push({ carrier: 'metadata', text: `${key}: ${content}` });
      }
      return;
    }
    for (const key of DESCRIBING) {
      const value = attributes[key];
      if (value && value.trim().split(/\s+/).length > 3)
        this.#hidden.push({ carrier: 'attribute', text: value });
    }
    if (name === 'input' && attributes.type === 'hidden' && attributes.value) {
      this.#hidden.push({ carrier: 'display-none', text: attributes.value });
    }
  }
}
