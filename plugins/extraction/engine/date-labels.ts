import { type Label, label } from './labels.js';

/** The first part of `Rechnungsdatum`, `Invoice date`, `Date de facture`. */
const german = String.raw`(?:rechnungs?|rech(?:n|g)?\.?|re\.?|rg\.?|beleg|ausstellungs|erstellungs|gutschrifts?|korrektur|storno|faktura|fakturierungs|dokument(?:en)?|ausfertigungs)`;
const english = String.raw`(?:(?:tax )?invoice(?: issue)?|inv\.?|issue|issuing|bill(?:ing)?|document|doc\.?|tax|credit (?:note|memo))`;
const french = "(?:la facture|facture|facturation|l'emission|emission|l'avoir|avoir|document|la piece|piece)";
const italian = String.raw`(?:la fattura|fattura|emissione|documento|doc\.?|nota (?:di )?credito)`;
const spanish = String.raw`(?:la factura|factura|emision|expedicion|documento|fra\.?|abono)`;
const dutch = '(?:factuur|uitgifte|document|creditnota|creditfactuur)';
const portuguese = '(?:emissao|fatura|factura|documento)';
/** A bare `Date`, unless a word says of what; a month may follow, or what stands before a day. */
const month =
  'jan|feb|fev|mar|mrz|apr|avr|abr|may|mai|maj|mei|mag|jun|jui|giu|jul|lug|lip|aug|aou|ago|sep|set|wrz|oct|okt|ott|out|nov|lis|dec|dez|dic|gen|ene|sty|lut|kwi|cze|sie|paz|gru';
const notOfAnother = String.raw`(?!\s*(?!(?:le|den|the|am)\b|(?:${month})\p{L}{0,9}[\s.\d])(?:[\p{L}]{2,}|d'))`;

export const issueDateLabels: Label[] = [
  label(
    0.97,
    String.raw`(?<!\p{L})${german}\s?-?\s?(?:datum|dat\.)(?!\p{L})|\brechnungstag\b|\brechnungs-?\s?(?:und|u\.|\/|=)\s?(?:liefer|leistungs|versand)-?\s?(?:datum|tag)\b|\bdatum der rechnung\b`,
  ),
  label(
    0.97,
    String.raw`(?<!\p{L})${english} (?:date|dt\.?)(?!\p{L})|\bdate of (?:the )?(?:issue|invoice)\b|\bdate issued\b`,
  ),
  label(0.97, String.raw`\bdate\s*(?:de\s*|du\s*|d')?${french}(?!\p{L})`),
  label(0.97, String.raw`\bdata\s*(?:di |della |del |de |da |do )?(?:${italian}|${portuguese})(?!\p{L})`),
  label(0.97, String.raw`\bfecha\s*(?:de\s*|del\s*)?${spanish}(?!\p{L})`),
  label(0.97, String.raw`(?<!\p{L})${dutch}\s?-?\s?datum\b|\bdatum (?:van )?(?:de )?(?:factuur|uitgifte)\b`),
  label(
    0.97,
    String.raw`\bdata (?:wystawienia|faktury|dokumentu|korekty)(?: faktury| dokumentu| korekty)?\b`,
  ),
  label(
    0.9,
    String.raw`\b(?:issued(?: at| on)?|emis[ea]? le|etablie? le|facturee? le|fait le|emitid[ao] (?:el|em)|expedid[ao] el|emess[ao] il|ausgestellt am|erstellt am|wystawion[oay](?: dnia| w dniu)?|uitgegeven op)(?!\p{L})`,
  ),
  label(0.85, String.raw`^\W*dated\b`),
  label(0.6, String.raw`\btax point\b(?: date)?`),
  label(
    0.5,
    String.raw`\b(?:order|bestell|auftrags)\s?-?\s?(?:date|datum)\b|\bdate (?:de )?commande\b|\bfecha (?:de(?:l)? )?pedido\b`,
  ),
  label(0.75, String.raw`(?<![\p{L}-]\s?|liefer- und )\b(?:datum|date|fecha|data)\b${notOfAnother}`),
  label(0.5, String.raw`(?:^|\|)\W*(?:del|du|vom)(?=\s*:?\s*(?:$|\d))`),
];

export const dueDateLabels: Label[] = [
  label(0.97, String.raw`\b(?:falligkeits?(?:datum|tag)?|fallig\s*(?:am|bis|zum)?|zahlungsziel)\b`),
  label(
    0.95,
    String.raw`\b(?:zahlbar|zu zahlen|zahlung(?:seingang)?|netto)\b[^.;]{0,50}?\bbis(?: zum| spatestens)?`,
  ),
  label(0.95, String.raw`\buberweisen\b[^.;]{0,60}?\bbis(?: zum| spatestens(?: zum)?)?`),
  label(
    0.97,
    String.raw`\b(?:payment )?due(?: date| on| by)?\b(?!\s*pay)|\b(?:pay|remit|payable|payment)\b[^.;]{0,30}?\b(?:by|until|before)\b`,
  ),
  label(
    0.97,
    String.raw`\b(?:date (?:d'|de l')?\s?)?echeance\b|\ba (?:regler|payer) (?:avant|pour) le\b|\bdate limite de (?:paiement|reglement)`,
  ),
  label(0.97, String.raw`\b(?:fecha (?:de )?)?vencimiento\b|\bpagar antes del?\b|\bfecha limite de pago\b`),
  label(0.97, String.raw`\b(?:data (?:di )?)?scadenza\b|\bda pagare entro(?: il)?\b`),
  label(
    0.97,
    String.raw`\bvervaldatum\b|\bvervaldag\b|\b(?:te )?betalen (?:voor|uiterlijk)\b|\buiterste betaaldatum\b`,
  ),
  label(0.97, String.raw`\btermin (?:p[lł]atnosci|zap[lł]aty)\b|\bp[lł]atne do\b`),
  label(0.97, String.raw`\b(?:data (?:de )?)?vencimento\b|\bpagar ate\b|\bdata limite de pagamento\b`),
  label(
    0.85,
    String.raw`\bwird\s+(?:zum|am)\b(?=[^;]{0,80}?(?:eingezogen|abgebucht|belastet|einzug|lastschrift|konto))`,
  ),
];
/** A date after one of these is the end of a discount, not when the money is due. */
export const discountWords = /skonto|discount|escompte|descuento|sconto|korting|rabat|desconto/u;
