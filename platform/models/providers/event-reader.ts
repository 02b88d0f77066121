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

/** Lines, whole ones only; a line break may be split over packets. */
class Lines {
  #rest = '';

  *of(text: string): Generator<string> {
    const all = this.#rest + text;
    let begin = 0;
    for (let end = all.indexOf('\n'); end >= 0; end = all.indexOf('\n', begin)) {
      yield all.slice(begin, all[end - 1] === '\r' ? end - 1 : end);
      begin = end + 1;
    }
    this.#rest = all.slice(begin);
    if (this.#rest.length > mostCharacters) throw malformed();
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
