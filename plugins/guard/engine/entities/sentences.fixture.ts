import { numbersFrom } from 'tributary/text';

/** A sentence with the people and places that it names. */
export interface NamedSentence {
  text: string;
  people: string[];
  places: string[];
}

/* Most names are on no list of the engine, so that what is measured is the clues. */
const people =
  `Ada Lovelace|Tomasz Kowalski|Priya Raman|Anna Schmidt|Björn Ohlsson|Carlos Medina|Chidi Okafor|Élodie Marchand|Grace Hopper|Hiroshi Tanaka|Ines van der Berg|Jamal Haddad|Karl Brandt|Lucía Ortega|Mei Chen|Nora O'Brien|Oksana Bondar|Pierre Dubois|Ragnhild Moe|Sean McAllister|Thandiwe Nkosi|Ulrike Wagner`.split(
    '|',
  );
const cities =
  `Berlin|Leipzig|Sevilla|Zaragoza|Lyon|Grenoble|Dublin|Bristol|Oslo|Kraków|Nairobi|Osaka|Boston|Toronto|Frankfurt am Main|New York`.split(
    '|',
  );
const streets =
  `Lindenstraße 12|Hauptstraße 4|Baker Street|calle Mayor 7|rue Victor Hugo, 9|Goetheplatz 3`.split('|');

/** `P`, `S` (surname) and `L`, `R` (street) stand for names. */
const templates = `Dear Ms {S}, thank you for your order.
Mr. {P} will call you on Monday.
{P} lives in {L} with two cats.
My name is {P} and I have a question about the invoice.
The contract was signed by {P} on Friday.
We met {P} near {L} last summer.
The parcel was sent from {L} to the warehouse.
{P} said that the delivery was late.
Send it to {R}, please.
The meeting in {L} starts at noon.
Kind regards,
{P}
Sehr geehrte Frau {S}, anbei die Rechnung.
Herr {P} wohnt in {L}.
Ich heiße {P} und komme aus {L}.
Unser Büro ist in der {R}, 10115 {L}.
Der Zug fährt nach {L}.
{P} schrieb einen Brief an die Firma.
Estimado Sr. {S}, gracias por su pedido.
Me llamo {P} y trabajo en {L}.
La señora {P} vive en {L}.
Chère Mme {S}, veuillez trouver la facture.
Je m'appelle {P} et j'habite à {L}.
M. {P} travaille à {L}.
The new manager, {P}, starts in spring.
Questions go to {P} or to the help desk.
{L} is the largest market of the company.
Please Note that Section Four of the General Terms applies.
The Annual Report is written in English.
In March the Purchase Department closed.
Die Rechnung ist in Ordnung und in Euro zu zahlen.
Der Auftrag wird in Kürze aus dem Lager geliefert.
Dear Customer, your order from Monday is on its way.
Sehr geehrte Damen und Herren, im Rahmen der Prüfung fehlt Seite Zwei.
El Contrato General entra en vigor en Enero.
Le Service Client répond en Français.
Quarterly Results of Northwind Trading improved.
The Data Protection Officer signed the Service Agreement.`
  .split('\n')
  .reduce<string[]>((all, line) => {
    // A signature is a line of its own behind its greeting.
    if (all.at(-1) === 'Kind regards,') all[all.length - 1] = `Kind regards,\n${line}`;
    else all.push(line);
    return all;
  }, []);

/** Sentences in English, German, Spanish and French, a quarter of them look-alikes without a name; the same for the same seed. */
export function namedSentences(count: number, seed = 7): NamedSentence[] {
  const next = numbersFrom(seed);
  const pick = (items: readonly string[]): string => items[Math.floor(next() * items.length)] ?? '';
  return Array.from({ length: count }, (_, at) => {
    const sentence: NamedSentence = { text: '', people: [], places: [] };
    sentence.text = (templates[at % templates.length] ?? '').replace(/\{([PSLR])\}/g, (_all, sign) => {
      const value =
        sign === 'P'
          ? pick(people)
          : sign === 'S'
            ? pick(people).replace(/^\S+ /u, '')
            : pick(sign === 'L' ? cities : streets);
      (sign === 'P' || sign === 'S' ? sentence.people : sentence.places).push(value);
      return value;
    });
    return sentence;
  });
}
