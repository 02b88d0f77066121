import type { DocumentKind } from './kinds.js';

/** What all bills share says little about which of them it is. */
const bills = { credit_note: 0.9, receipt: 0.7, quote: 0.4, purchase_order: 0.4 };

/**
 * Words that speak for a kind, in German, English, French and Spanish (some Russian and Chinese; bills also in Italian,
 * Dutch, Polish and Portuguese), on folded text.
 * `weight` is the log odds that one occurrence adds; `title` cues count only in a short line of the head.
 */
export interface Cue {
  name: string;
  kind: DocumentKind;
  weight: number;
  pattern: RegExp;
  title: boolean;
  /** Kinds that the cue speaks for less, as parts of its weight. */
  also: Readonly<Partial<Record<DocumentKind, number>>>;
}

const cue = (
  kind: DocumentKind,
  name: string,
  weight: number,
  pattern: string,
  also: Cue['also'] = {},
): Cue => ({ name, kind, weight, pattern: new RegExp(pattern, 'gmu'), title: false, also });
const title = (kind: DocumentKind, name: string, weight: number, pattern: string): Cue => ({
  ...cue(kind, name, weight, pattern),
  title: true,
});

const start = String.raw`(?<![\p{L}\d])`;
const end = String.raw`(?![\p{L}\d])`;
const words = (list: string) => `${start}(?:${list})${end}`;

export const cues: readonly Cue[] = [
  // Bills
  title(
    'invoice',
    'title: invoice',
    3,
    words(
      String.raw`(?:tax |sales |commercial |pro-?forma )?invoice|\p{L}*rechnung|r e c h n u n g|(?:\p{L} )+r e c h n u n g|faktura(?: vat)?|facture|factura|fattura|(?:verkoop)?factuur|fatura(?:-recibo)?|nota fiscal|счет-фактура|счет на оплату|发票`,
    ),
  ),
  cue(
    'invoice',
    'invoice number',
    2.2,
    words(
      String.raw`rechnungs?-?\s?(?:nummer|nr)|invoice (?:no|number|#|id)|(?:n[°ºo]|n\.[°º]|numero|num\.)\s?(?:de |da )?(?:la )?(?:facture|factura|fattura|fatura)|(?:facture|factura|fattura|fatura) n(?:[°ºo]|\.)|(?:re|rg|rech|rechn)\.?-?nr|beleg-?(?:nr|nummer)|factuur-?\s?(?:nummer|nr)|(?:numer|nr) faktury|faktura(?: vat)? (?:nr|numer)|номер счета|发票号码`,
    ),
    { credit_note: 0.9, receipt: 0.3 },
  ),
  cue(
    'invoice',
    'amount due',
    1.4,
    words(
      'zahlbetrag|rechnungsbetrag|zu zahlen(?:der)?|amount due|balance due|total due|payment due|solde a payer|net a payer|total a pagar|zahlbar|due date|fallig(?:keit|keitstag)?|offener betrag|date d.echeance|vencimiento|vencimento|scadenza|(?:netto a|da) pagare|vervaldatum|te betalen|do zap[lł]aty|termin (?:p[lł]atnosci|zap[lł]aty)|a pagar|(?:net|reste|montant) a payer|outstanding',
    ),
    { credit_note: 0.6, receipt: 0.4 },
  ),
  cue(
    'invoice',
    'tax',
    0.9,
    words(
      'ust|mwst|umsatzsteuer|mehrwertsteuer|ust-?id(?:nr)?|vat|gst|tva|iva|btw|imponibile|imposta|ндс|税额',
    ),
    bills,
  ),
  cue(
    'invoice',
    'total with tax',
    1,
    words(
      'bruttosumme|total ttc|total ht|summe netto|gesamtbetrag|grand total|subtotal|base imponible|rechnungssumme(?: netto| brutto)?|totale (?:documento|fattura|imponibile)|iva (?:inclusa|esclusa|incluido)|(?:excl|incl)\\.? btw|subtotaal|(?:razem|wartosc|kwota|suma) (?:netto|brutto)|total (?:com|sem|da fatura|factura)(?: iva)?',
    ),
    bills,
  ),
  cue('invoice', 'bank account', 0.7, words('iban|bic|bankverbindung|swift'), bills),
  title(
    'credit_note',
    'title: credit note',
    5,
    words(
      String.raw`(?:tax )?credit (?:note|memo)|corrective invoice|gutschrift|avoir|facture (?:d.avoir|rectificative)|note de credit|nota (?:de |di )?(?:credito|abono)|abono|factura rectificativa|rechnungs?-?\s?korrektur|stornorechnung|korrekturrechnung|credit(?:nota|factuur)|kredietnota|faktura (?:vat )?korygujaca|korekta faktury`,
    ),
  ),
  cue(
    'credit_note',
    'credit note number',
    2,
    words(
      'credit note (?:no|number)|gutschrifts?-?\\s?(?:nr|nummer)|avoir n[°ºo]|nota (?:de |di )?(?:credito|abono) n(?:[°ºo]|\\.)|creditnota-?\\s?(?:nummer|nr)|korrektur-?(?:nr|nummer)',
    ),
  ),
  title(
    'receipt',
    'title: receipt',
    3.4,
    words(
      '(?:sales |cash |official )?receipt|quittung|kassenbon|kassenbeleg|cash bill|ticket de caisse|recu|recibo|ticket',
    ),
  ),
  cue(
    'receipt',
    'cash and change',
    1.8,
    words('change(?: due)?|tendered|cash|wechselgeld|bar gegeben|ruckgeld|rendu|especes|cambio|efectivo'),
  ),
  cue(
    'receipt',
    'till',
    1.6,
    words(
      'cashier|till|terminal|kasse|kassierer(?:in)?|caisse|cajero|thank you,? (?:please )?come again|goods sold are not',
    ),
  ),
  title(
    'purchase_order',
    'title: order',
    4.2,
    words(
      'purchase order|bestellung|order form|bon de commande|orden de compra|pedido(?: de compra)?|заказ|采购订单',
    ),
  ),
  cue(
    'purchase_order',
    'order number',
    1.3,
    words(
      String.raw`p\.?o\.? (?:no|number|#)|purchase order (?:no|number|#)|bestell-?(?:nr|nummer)|commande n[°ºo]|numero de pedido`,
    ),
  ),
  cue(
    'purchase_order',
    'please deliver',
    1.4,
    words(
      'please (?:supply|deliver)|wir bestellen|bitte liefern sie|liefertermin|requested delivery|delivery date|ship to|veuillez livrer|plazo de entrega',
    ),
  ),
  title(
    'delivery_note',
    'title: delivery note',
    4.4,
    words(
      'delivery (?:note|slip)|packing (?:slip|list)|lieferschein|bon de livraison|bordereau de livraison|albaran|nota de entrega',
    ),
  ),
  title(
    'quote',
    'title: quote',
    4,
    words(
      'quotation|quote|offer|angebot|kostenvoranschlag|devis|presupuesto|cotizacion|коммерческое предложение|报价单',
    ),
  ),
  cue(
    'quote',
    'valid until',
    1.2,
    words(
      "(?:quote|offer|angebot|devis) (?:is )?valid|valid until|gultig bis|freibleibend|validite de l'offre|valido hasta",
    ),
  ),
  // Agreements and letters
  title(
    'contract',
    'title: contract',
    4,
    words(
      String.raw`(?:\p{L}+ )?(?:agreement|contract)|(?:\p{L}*)vertrag|vereinbarung|contrat(?: de \p{L}+)?|convention|contrato(?: de \p{L}+)?|acuerdo|договор|合同|terms (?:and conditions|of service)|non-disclosure agreement|nda`,
    ),
  ),
  cue(
    'contract',
    'the parties',
    1.6,
    words(
      'the part(?:y|ies)|hereinafter|hereby agree|die vertragsparteien|nachfolgend|zwischen den parteien|les parties|ci-apres|las partes|en adelante|стороны|甲方|乙方',
    ),
  ),
  cue(
    'contract',
    'clauses',
    1,
    String.raw`^\s*(?:§\s?\d+|article \d+|artikel \d+|clause \d+|clausula \d+|\d+\.\d+\.?\s+\p{L})`,
  ),
  cue(
    'contract',
    'term and law',
    1.3,
    words(
      String.raw`terminat(?:e|ion)|governing law|liability|confidential(?:ity)?|indemnif\p{L}+|kundigung(?:sfrist)?|gerichtsstand|haftung|vertragsdauer|resiliation|droit applicable|responsabilite|rescision|ley aplicable`,
    ),
  ),
  cue(
    'letter',
    'salutation',
    1.9,
    String.raw`^\s*(?:dear (?:sir|madam|mr|mrs|ms|dr|\p{L}+)|sehr geehrte|liebe[r]? \p{L}+|madame, monsieur|cher(?:e)? \p{L}+|estimad[oa]s?|querid[oa]|уважаем(?:ый|ая|ые)|尊敬的)`,
  ),
  cue(
    'letter',
    'closing',
    1.7,
    String.raw`^\s*(?:yours (?:sincerely|faithfully|truly)|sincerely(?: yours)?|(?:kind|best|warm) regards|mit (?:freundlichen|besten) gru(?:ß|ss)en|hochachtungsvoll|veuillez agreer|cordialement|sinceres salutations|atentamente|saludos cordiales|с уважением|此致)`,
  ),
  cue(
    'email',
    'mail header',
    2,
    String.raw`(?:^|\|)\s*(?:(?:email_)?from|to|cc|bcc|received date|subject|sent|von|an|betreff|gesendet|de|a|objet|asunto|enviado|от|кому|тема|发件人|收件人|主题)\s?:\s\S`,
    { support_thread: 0.6 },
  ),
  cue(
    'email',
    'quoted mail',
    1.2,
    String.raw`^\s*(?:>{1,3} \S|-+ ?(?:original message|forwarded message|urspr\p{L}+ nachricht)|on .{5,60} wrote:|am .{5,60} schrieb|le .{5,60} a ecrit)`,
  ),
  title(
    'support_thread',
    'title: support',
    3,
    words('support (?:ticket|request|case|thread)|help ?desk (?:ticket|request)|supportanfrage|incidencia'),
  ),
  cue(
    'support_thread',
    'ticket',
    2.4,
    words(
      String.raw`ticket(?: id| number| no\.?)?\s?[:#]?\s?\d|ticket:|close the ticket|ticket-?(?:nr|nummer)|case (?:number|id|#)|support request|incident(?: number)?|reference: ?(?:case|ticket)|anfrage-?nr|numero de (?:ticket|incidencia)|demande n[°ºo]|обращение №|工单`,
    ).replace(end, ''),
  ),
  cue(
    'support_thread',
    'agent and customer',
    1.9,
    String.raw`^\s*\W*(?:(?:support|help ?desk)(?: agent| team)?|agent|customer|kunde|kundin|client|cliente|technician)\b[^:\n]{0,40}:`,
  ),
  cue(
    'support_thread',
    'state of a case',
    1.2,
    words(
      String.raw`status\s?: ?(?:open|closed|resolved|pending)|priority\s?: ?\p{L}+|(?:issue|problem) (?:is |was |has been )?(?:resolved|fixed)|steps to reproduce|gelost|resolu|resuelto|troubleshoot\p{L}*|error message`,
    ),
  ),
  // Accounts and prose
  title(
    'report',
    'title: report',
    3.2,
    words(
      String.raw`(?:\p{L}+ )*report|\p{L}*bericht|rapport(?: \p{L}+)*|informe(?: \p{L}+)*|отчет|报告|white ?paper|audit`,
    ),
  ),
  cue(
    'report',
    'parts of a report',
    1.1,
    words(
      String.raw`executive summary|management summary|zusammenfassung|key findings|findings|recommendations|methodology|results|figure \d+|table \d+|abbildung \d+|tabelle \d+|resume executif|conclusions?|appendix|anhang|table of contents|inhaltsverzeichnis|contents`,
    ),
  ),
  cue(
    'report',
    'figures of a period',
    0.9,
    words(
      'fiscal year|quarter(?:ly)?|year-over-year|geschaftsjahr|quartal|vorjahr|exercice|trimestre|ejercicio',
    ),
  ),
  cue(
    'article',
    'paper',
    1.3,
    words('abstract|keywords|references|et al|introduction|doi|arxiv|bibliography|literaturverzeichnis'),
  ),
  cue(
    'article',
    'byline',
    1.1,
    String.raw`^\s*(?:by \p{L}+ \p{L}+$|published (?:on|at)|posted (?:on|by)|von \p{L}+ \p{L}+$|par \p{L}+ \p{L}+$|por \p{L}+ \p{L}+$|subscribe|read more|share this)`,
  ),
  title(
    'minutes',
    'title: minutes',
    4,
    words(
      String.raw`(?:meeting )?minutes(?: of)?|(?:\p{L}*)protokoll|compte rendu|proces-verbal|acta(?: de (?:la )?reunion)?|протокол|会议纪要`,
    ),
  ),
  cue(
    'minutes',
    'attendance and agenda',
    1.3,
    words(
      String.raw`attendees|participants|present\s?:|apologies|agenda|action items?|anwesende?|teilnehmer(?:innen)?|tagesordnung|top \d+|ordre du jour|asistentes|orden del dia`,
    ),
  ),
  title(
    'form',
    'title: form',
    3,
    words(
      String.raw`(?:\p{L}+ )*form|formular|antrag|formulaire|formulario|application for|questionnaire|fragebogen|solicitud|анкета|申请表`,
    ),
  ),
  cue(
    'form',
    'fields to fill',
    1.1,
    words(
      'first name|last name|surname|date of birth|birthday|signature|nationality|gender|vorname|nachname|geburtsdatum|unterschrift|prenom|date de naissance|apellidos?|fecha de nacimiento|firma',
    ),
  ),
  cue('form', 'blanks and boxes', 0.9, String.raw`_{5,}|☐|☑|□|\[ ?\]|\.{8,}`),
];
