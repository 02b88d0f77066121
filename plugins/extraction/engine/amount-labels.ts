/** What an amount on an invoice stands for. */
export type AmountRole = 'net' | 'tax' | 'grand' | 'due' | 'prepaid' | 'open' | 'rounding' | 'ignored';

interface AmountLabel {
  role: AmountRole;
  pattern: RegExp;
  weight: number;
}

const label = (role: AmountRole, weight: number, pattern: string): AmountLabel => ({
  role,
  weight,
  pattern: new RegExp(pattern, 'u'),
});

const tax = String.raw`(?:ust|u-?st|mwst|mw-?st|umsatzsteuer|mehrwertsteuer|versicherung(?:s)?steuer|steuer|vat|gst|sst|tax|tva|taxes?|iva|impuestos)\b\.?`;
const including = String.raw`(?:inkl(?:usive|\.)?|incl(?:uding|usive|\.)?|einschl(?:ießlich|\.)?|ttc|con iva|iva incluido|toutes taxes)(?!\p{L})`;
const excluding = String.raw`(?:exkl(?:usive|\.)?|excl(?:uding|usive|\.)?|ohne|zzgl\.?|before|hors|sin|without)`;

/**
 * The first label that matches decides, so the narrow ones stand before the wide ones. Matched on folded text.
 */
const amountLabels: AmountLabel[] = [
  // What reduces the amount to pay, and what only explains it
  label(
    'prepaid',
    0.9,
    String.raw`\b(?:erhaltene\s+)?(?:an|voraus|vorab|abschlags|teil)zahlung(?:en)?\b|\bbereits (?:ge|be)zahlt|\bacomptes?\b(?!,)|\bdeja (?:regle|paye)|\bdeposit\b|\bpre-?paid\b|\bamount paid\b|\bpaid (?:to date|amount)\b|\banticipo\b|\bpagado\b`,
  ),
  label(
    'open',
    0.9,
    String.raw`\boffene (?:zahlung|forderung|posten|betrage)|\bausstehende (?:forderung|zahlung|betrage)|\bprevious balance\b|\bsolde anterieur|\bsaldo anterior`,
  ),
  label(
    'ignored',
    0.9,
    String.raw`\b(?:gesamtbetrag der )?(?:zu-?\s?(?:und|/)\s?)?(?:ab|zu)schlage?\b|\brabatt|\bskonto|\bnachlass|\bdiscount|\bremise\b|\bescompte\b|\bdescuento|\bfracht|\bversandkosten|\bshipping\b|\bfrais de port|\bcash\b|\bchange\b|\btendered\b|\bpfand|\bleergut|\bbruttopreis|\bnettopreis|\beinzelpreis|\bbruttolistenpreis|\bkapital\b|\bcapital\b|\bselbstbeteiligung|\bdeckung`,
  ),
  label('rounding', 0.9, String.raw`\brounding\b|\brundung|\barrondi\b|\bredondeo\b`),
  label(
    'tax',
    0.8,
    String.raw`\b(?:includes?|included|enthalt(?:en)?e?r?|dont|davon|incluye)\s+(?:\d+(?:[.,]\d+)?\s*%\s*)?${tax}`,
  ),
  // What is to be paid
  label(
    'due',
    0.95,
    String.raw`\bzahlbetrag\b|\bzu (?:zahlen(?:der)?|uberweisen(?:der)?|begleichen(?:der)?)\b|\b(?:noch )?offener betrag|\brestbetrag|\brestforderung|\bzahlungsbetrag`,
  ),
  label(
    'due',
    0.95,
    String.raw`\b(?:amount|balance|total)\s+(?:due|payable|to pay)\b|\bdue payable\b|\bamount owing\b|\bplease pay\b`,
  ),
  label(
    'due',
    0.95,
    String.raw`\b(?:solde|net|reste|montant)\s+(?:a|du a)\s+(?:payer|regler)|\bsolde du\b|\bmontant du\b|\b(?:total|importe|saldo) (?:a pagar|pendiente)`,
  ),
  // Including tax
  label(
    'grand',
    0.95,
    String.raw`\b(?:summe|gesamt\p{L}*|total|betrag|beitrag|rechnungs\p{L}*|amount|sum|importe|montant|endbetrag)\b[^:]{0,40}?\b${including}`,
  ),
  label(
    'grand',
    0.95,
    String.raw`\bbrutto\s?-?\s?(?:summe|betrag|gesamt\p{L}*|total)?\b|\b(?:rechnungssumme|gesamt\p{L}*|summe)\s+brutto|\bgross (?:total|amount|invoice)|\btotal gross|\btotal bruto|\btotal t\.?t\.?c\b`,
  ),
  label(
    'grand',
    0.95,
    String.raw`\bgrand total\b|\b(?:invoice|bill) (?:total|amount)\b|\btotal (?:invoice|factura|facture|general|de la facture|de la factura)\b|\bendbetrag|\bendsumme|\brechnungs(?:end)?betrag|\bgesamtforderung`,
  ),
  // Without tax
  label(
    'net',
    0.95,
    String.raw`\b(?:summe|gesamt\p{L}*|total|betrag|rechnungs\p{L}*|amount|importe|montant|zwischensumme|subtotal|sub total|sous-?total|base)\b[^:]{0,30}?\b(?:netto|net|h\.?t\b|hors taxes?|${excluding}\s*(?:\p{L}+\s)?${tax}|sin iva)`,
  ),
  label(
    'net',
    0.95,
    String.raw`\bnetto\s?-?\s?(?:summe|betrag|gesamt\p{L}*|total|wert)\b|\bnet(?:to)? (?:total|amount|sum|amout|value)\b|\btotal net(?:o)?\b|\bbase imponible\b|\btaxable (?:amount|total|value)|\btotal h\.?t\b|\brechnungssumme netto`,
  ),
  label('tax', 0.6, String.raw`\bsteuer(?:basis|pflichtiger|grundlage)[^:]{0,20}${tax}[^\p{L}]{0,8}%`),
  label('net', 0.5, String.raw`\b(?:steuer)?basisbetrag\b|\bsteuerbasis|\bbemessungsgrundlage|^\W*base\b`),
  label(
    'net',
    0.6,
    String.raw`\b(?:zwischensumme|sub-?\s?total|sous-?\s?total|positionssumme|summe (?:der )?positionen|warenwert|line total|total lines)\b`,
  ),
  // Tax
  label(
    'tax',
    0.95,
    String.raw`\b(?:steuer|${tax})\s?-?\s?(?:betrag|gesamt|summe|total|amount)\b|\bsteuer(?:gesamt)?betrag\b|\b(?:total|summe|gesamt)\s+(?:der\s+|de\s+|des\s+)?${tax}|\bcuota\b`,
  ),
  label(
    'tax',
    0.75,
    String.raw`(?:^|zuzug[l]?\.?|zuzuglich|zzgl\.?|plus|enthaltene?|davon|dont|hierin|incl\.?|inkl\.?|\+|\d\s*%)\s*(?:\d+(?:[.,]\d+)?\s*%\s*)?${tax}`,
  ),
  label(
    'tax',
    0.6,
    String.raw`\b${tax}(?:\s*\([^)]{0,30}\))?[^\p{L}]{0,14}%|\b(?:gst|sst|vat|mwst|ust|tva|iva)\b\s*@`,
  ),
  // Anything that is called a total
  label(
    'grand',
    0.75,
    String.raw`\b(?:gesamtbetrag|gesamtsumme|gesamtpreis|total amount|total sales|importe total|montant total|betrag gesamt|gesamt)\b`,
  ),
  label('grand', 0.65, String.raw`(?<!sub ?-?|\p{L})(?:total|totale?s?|summe|rechnungssumme|nett? total)\b`),
];

/** The role of a label, with how sure it is; null for text that is none. */
export function amountRole(
  folded: string,
): { role: AmountRole; weight: number; index: number; length: number } | null {
  for (const { role, weight, pattern } of amountLabels) {
    const match = pattern.exec(folded);
    if (match) return { role, weight, index: match.index, length: match[0].length };
  }
  return null;
}
