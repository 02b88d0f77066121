import { malformed } from './failure.js';

/** One event of a stream: of server-sent events its id and data, of JSON lines the line. */
export interface WireEvent {
  readonly id: string | null;
  readonly data: string;
}

/** No provider sends more in one event; more is a fault, and would be held in memory. */
const mostCharacters = 1_000_000;

/** Cuts a stream of text into events, wherever its packets end. @throws ProviderFailure `malformed` */
export interface EventReader {
  read(text: string): WireEvent[];
}

/** Lines, whole ones only. Each character is looked at once, however small the packets are. */
class Lines {
  #begun: string[] = [];
  #length = 0;

  *of(text: string): Generator<string> {
    let begin = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', begin)) {
      const line = [...this.#begun, text.slice(begin, end)].join('');
      this.#begun = [];
      this.#length = 0;
      begin = end + 1;
      yield line.endsWith('\r') ? line.slice(0, -1) : line;
    }
    this.#begun.push(text.slice(begin));
    this.#length += text.length - begin;
    if (this.#length > mostCharacters) throw malformed();
  }
}

/** Server-sent events (HTML Standard, 9.2), as far as providers use them: `data` and `id`. */
export class ServerSentEvents implements EventReader {
  readonly #lines = new Lines();
  #data: string[] = [];
  #length = 0;
  #id: string | null = null;

  read(text: string): WireEvent[] {
    const events: WireEvent[] = [];
    for (const line of this.#lines.of(text)) {
      if (line === '') this.#finish(events);
      else this.#field(line);
    }
    return events;
  }

  #field(line: string): void {
    const colon = line.indexOf(':');
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    const name = colon < 0 ? line : line.slice(0, colon);
    if (name === 'id') this.#id = value;
    if (name !== 'data') return;
    this.#length += value.length;
    if (this.#length > mostCharacters) throw malformed();
    this.#data.push(value);
  }

  #finish(events: WireEvent[]): void {
    if (this.#data.length > 0) events.push({ id: this.#id, data: this.#data.join('\n') });
    this.#data = [];
    this.#length = 0;
    this.#id = null;
  }
}

/** One JSON value a line. */
export class JsonLines implements EventReader {
  readonly #lines = new Lines();

  read(text: string): WireEvent[] {
    const lines = [...this.#lines.of(text)].filter((line) => line.trim() !== '');
    if (lines.some((line) => line.length > mostCharacters)) throw malformed();
    return lines.map((data) => ({ id: null, data }));
  }
}
