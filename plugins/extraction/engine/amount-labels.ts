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

const tax = String.raw`(?:ust|u-?st|mwst|mw-?st|umsatzsteuer|mehrwertsteuer|versicherung(?:s)?steuer|steuer|vat|gst|sst|sales tax|tax|tva|t\.v\.a|taxes?|iva|i\.v\.a|impuestos|imposta|imposto|impostos|btw|podatek(?: vat)?)(?!\p{L})\.?`;
const including = String.raw`(?:inkl(?:usive|\.)?|incl(?:uding|usive|usief|\.)?|inc(?:\.|\s(?=vat|gst|tax))|with ${tax}|einschl(?:ießlich|\.)?|t\.?t\.?c|tvac|tva (?:incluse|comprise)|toutes taxes|con iva|iva (?:incluid[oa]|incl|inclusa|compresa)|ivato|(?:com|c/) iva|(?:vat|tax|gst|mwst|ust|btw) (?:included|incl|inbegriffen))(?!\p{L})`;
const excluding = String.raw`(?:exkl(?:usive|\.)?|excl(?:uding|usive|usief|\.)?|ex\.?|ohne|zzgl\.?|before|hors|sin|sem|without)`;
/** What is counted up, in any language: the first word of most totals. */
const total = String.raw`(?:summe|gesamt\p{L}*|total|totale|totaal|totaal-?bedrag|bedrag|betrag|beitrag|rechnungs\p{L}*|amount|sum|importe|importo|montant|montante|valor|endbetrag|razem|suma|ogo[lł]em|wartosc|kwota)`;

/**
 * The first label that matches decides, so the narrow ones stand before the wide ones. Matched on folded text.
 */
const amountLabels: AmountLabel[] = [
  // What reduces the amount to pay, and what only explains it
  label(
    'prepaid',
    0.9,
    String.raw`\b(?:erhaltene\s+)?(?:an|voraus|vorab|abschlags|teil)zahlung(?:en)?\b|\bbereits (?:ge|be)zahlt|\bgezahlter betrag|\bacomptes?\b(?!,)|\bdeja (?:regle|paye)|\b(?:reglement|paiement) recu|\bmontant paye|\bdeposit\b|\bpre-?paid\b|\bamount paid\b|\bpaid (?:to date|amount|on)\b|\b(?:abschlags|teil|anzahlungs|akonto)-?rechnung(?:en)?\b|\ba-?konto\b|\bpayments? received\b|^\W*(?:paid|payments?)\W*$`,
  ),
  label(
    'prepaid',
    0.9,
    String.raw`\banticipos?\b|\bpagado\b|\ba cuenta\b|\baccont[oi]\b|\b(?:gia|importo) pagato\b|\baanbetaling\b|\b(?:reeds |vooruit)(?:betaald|voldaan)\b|\bvoorschot\b|^\W*betaald\W*$|\bzap[lł]acono\b|\bzaliczk[ai]\b|\bwp[lł]acon[oa]\b|\bprzedp[lł]ata\b|\badiantamentos?\b|\b(?:ja|valor) pago\b|^\W*(?:pago|sinal)\W*$`,
  ),
  label(
    'open',
    0.9,
    String.raw`\boffene (?:zahlung|forderung|posten|betrage)|\bausstehende (?:forderung|zahlung|betrage)|\bprevious balance\b|\bsolde anterieur|\bsaldo (?:anterior|precedente)\b|\bvorig saldo\b`,
  ),
  label(
    'ignored',
    0.9,
    String.raw`\b(?:gesamtbetrag der )?(?:zu-?\s?(?:und|/)\s?)?(?:ab|zu)schlage?\b|\brabat|\bskonto|\bnachlass|\bdiscount|\bremise\b|\bescompte\b|\bdescuento|\bdto\.|\bsconto\b|\babbuono\b|\b(?:betalings)?korting|\bupust\b|\bdescontos?\b|\bfracht|\bversandkosten|\bporto\b|\bshipping\b|\bfreight\b|\bcarriage\b|\bpostage\b|\bhandling\b|\bfrais de (?:port|livraison|dossier)|\bspese (?:di )?(?:trasporto|spedizione|imballo)|\bverzendkosten|\bkoszty? (?:dostawy|wysy[lł]ki)|\bgastos de envio|\bportes\b`,
  ),
  label(
    'ignored',
    0.9,
    String.raw`\bcash\b|\bchange\b|\btendered\b|\bpfand|\bleergut|\bbruttopreis|\bnettopreis|\beinzelpreis|\bbruttolistenpreis|\bkapital\b|\bcapital\b|\bselbstbeteiligung|\bdeckung`,
  ),
  label(
    'rounding',
    0.9,
    String.raw`\brounding\b|\brundung|\barrondi\b|\bredondeo\b|\barrotondamento\b|\bafronding\b|\bzaokraglenie\b|\barredondamento\b`,
  ),
  label(
    'tax',
    0.8,
    String.raw`\b(?:includes?|included|enthalt(?:en)?e?r?|dont|davon|incluye)\s+(?:\d+(?:[.,]\d+)?\s*%\s*)?${tax}`,
  ),
  // What is to be paid, unless it is called a total with tax
  label('grand', 0.9, String.raw`\btotal (?:a payer|to pay|a pagar)\b[^:]{0,12}?${including}`),
  label(
    'due',
    0.95,
    String.raw`\bzahlbetrag\b|\bzu (?:zahlen(?:der)?|uberweisen(?:der)?|begleichen(?:der)?)\b|\b(?:noch )?offener betrag|\bfalliger betrag|\brest(?:betrag|forderung|zahlung)|\bzahlungsbetrag|\bzahllast`,
  ),
  label(
    'due',
    0.95,
    String.raw`\b(?:amount|balance|total)\s+(?:due|payable|to pay)\b|\bdue payable\b|\b(?:amount )?owing\b|\bplease pay\b|\boutstanding\b|\bpayment due\b(?! date)|^\W*(?:balance|to pay)\W*$`,
  ),
  label(
    'due',
    0.95,
    String.raw`\b(?:solde|net|reste|montant|total)\s+(?:a|du a)\s+(?:payer|regler)|\b(?:solde|reste) du\b|\bmontant du\b|^\W*a (?:payer|regler)\W*$`,
  ),
  label(
    'due',
    0.95,
    String.raw`\b(?:total|importe|saldo|valor|montante) (?:a pagar|pendiente|debido|deudor|em divida)|\bpendiente (?:de pago)?|\bliquido a percibir|^\W*a pagar\W*$`,
  ),
  label(
    'due',
    0.95,
    String.raw`\b(?:netto|totale|importo|saldo) (?:da|a) pagare\b|\bda pagare\b|\btotale dovuto\b|^\W*saldo\W*$|\bte (?:betalen|voldoen)\b|\bopenstaand\b|\bverschuldigd\b|^\W*restant\W*$|\bdo zap[lł]aty\b|\bnaleznosc\b`,
  ),
  // Including tax
  label('grand', 0.95, String.raw`\b${total}\b[^:]{0,40}?(?<![\p{L}])${including}`),
  label('grand', 0.95, String.raw`^\W*${including}\W*$`),
  // Without tax
  label(
    'net',
    0.95,
    String.raw`\b(?:${total}|zwischensumme|subtotaa?le?|sub total|sous-?total|base)\b[^:]{0,30}?(?<!\p{L})(?:netto|net|h\.?t\b|hors taxes?|(?:${excluding}|al netto)\s*(?:\p{L}+\s)?${tax}|${tax}\s*esclusa|sin iva|before tax)`,
  ),
  label(
    'net',
    0.95,
    String.raw`\bnetto\s?-?\s?(?:summe|betrag|bedrag|gesamt\p{L}*|total|wert)\b|\bnet(?:to)? (?:total|amount|sum|amout|value)\b|\b(?:total|importe|importo) net(?:t?o)?\b|\bbase imponible\b|\bimponibile\b|\b(?:taxable|untaxed) (?:amount|total|value)|\btotal h\.?t\b|\bnet h\.?t\b|\brechnungssumme netto|\bwartosc towarow netto|\bmaatstaf van heffing|\bbase tributavel|\b(?:total|valor) i?liquido|\bbase de incidencia`,
  ),
  label(
    'tax',
    0.95,
    String.raw`\b(?:steuer|${tax})\s?-?\s?(?:betrag|bedrag|gesamt|summe|total|amount)\b|\bsteuer(?:gesamt)?betrag\b|\b(?:total|totale|totaal|summe|gesamt|razem|wartosc|kwota|valor|importo|importe|montant)\s+(?:der\s+|de\s+|des\s+|do\s+)?${tax}|\bcuota\b`,
  ),
  // With tax
  label(
    'grand',
    0.95,
    String.raw`\bbrutto\s?-?\s?(?:summe|betrag|gesamt\p{L}*|total)?\b|\b${total}\s+brutto|\bgross(?: (?:total|amount|invoice))?\b|\btotal gross|\btotal bruto|\btotale lordo|\b(?:total|net) t\.?t\.?c\b`,
  ),
  label(
    'grand',
    0.95,
    String.raw`\bgrand total\b|\b(?:invoice|bill) (?:total|amount)\b|\btotal (?:invoice|factura|facture|general|de la facture|de la factura|da fatura|do documento|documento|geral)\b|\bendbetrag|\bendsumme|\brechnungs(?:end)?(?:betrag|total)|\bgesamtforderung|\btotale (?:documento|fattura|complessivo|generale)\b|\beindtotaal\b|\bfactuur(?:bedrag|totaal)\b|\bwartosc faktury\b`,
  ),
  label('tax', 0.6, String.raw`\bsteuer(?:basis|pflichtiger|grundlage)[^:]{0,20}${tax}[^\p{L}]{0,8}%`),
  label(
    'net',
    0.5,
    String.raw`\b(?:steuer)?basisbetrag\b|\bsteuerbasis|\bbemessungsgrundlage|^\W*base\b|\bincidencia\b|\bgrondslag\b|^\W*nett?o?\W*$`,
  ),
  label(
    'net',
    0.6,
    String.raw`\b(?:zwischensumme|sub-?\s?totaa?le?|sous-?\s?total|positionssumme|summe (?:der )?positionen|warenwert|line total|total lines|goods total|totale merce|soma)\b`,
  ),
  // Tax by its rate
  label(
    'tax',
    0.75,
    String.raw`(?:^|zuzug[l]?\.?|zuzuglich|zzgl\.?|plus|enthaltene?|davon|dont|hierin|incl\.?|inkl\.?|\+|\d\s*%)\s*(?:\d+(?:[.,]\d+)?\s*%\s*)?${tax}`,
  ),
  label(
    'tax',
    0.6,
    String.raw`\b${tax}(?:\s*\([^)]{0,30}\))?[^\p{L}]{0,14}%|\b(?:gst|sst|vat|mwst|ust|tva|iva|btw)\b\s*@`,
  ),
  // Anything that is called a total
  label(
    'grand',
    0.75,
    String.raw`\b(?:gesamtbetrag|gesamtsumme|gesamtpreis|total amount|total sales|importe total|importo totale|montant total|montante total|valor total|totaalbedrag|betrag gesamt|gesamt)\b`,
  ),
  label(
    'grand',
    0.65,
    String.raw`(?<!sub ?-?|\p{L})(?:total|totale?s?|totaal|summe|rechnungssumme|nett? total|razem|ogo[lł]em|suma)(?!\p{L})`,
  ),
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
