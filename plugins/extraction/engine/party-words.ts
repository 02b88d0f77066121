/** Headings over the parties of an invoice, on folded text; a heading fills its cell but for a colon. */
const heading = (words: string) => new RegExp(String.raw`^\W*(?:${words})\s*(?:\([^)]*\))?\s*:?\s*$`, 'u');
const inline = (words: string) => new RegExp(String.raw`^\W*(?:${words})\s*:\s*(?=\p{L})`, 'u');

const seller = String.raw`verkaufer(?:in)?|lieferant|rechnungs(?:er)?steller|absender|anbieter|auftragnehmer|leistungserbringer|verkaufer\s*/.*|seller|vendor|supplier|from|bill(?:ed)? from|issued by|sold by|invoice from|vendeur|fournisseur|emetteur|prestataire|emis par|vendedor|proveedor|emisor|de la part de`;
const buyer = String.raw`kaufer(?:in)?(?:\s*/\s*\p{L}+)?|rechnungs-?\s?(?:empfanger|adresse|anschrift)|rechnung an|leistungsempfanger|auftraggeber|kunde|empfanger|buyer|bill(?:ed)? to|billing address|invoice(?:d)? to|sold to|customer|client|acheteur|facture a|factur[e] a|adresse de facturation|destinataire|comprador|cliente|facturar a|facturado a|datos del cliente`;
const other = String.raw`(?:abweichender\s+)?warenempfanger|liefer(?:adresse|anschrift)|lieferung an|ship(?:ped)? to|deliver(?:y)? (?:to|address)|shipping address|adresse de livraison|livre a|direccion de envio|abweichender.*|steuerbevollmachtigter.*|zahlungsempfanger|payee`;

/** Over whom the document goes to: the buyer of an invoice, the seller of an order. */
const addressee = "to|an|a l'attention de|a la atencion de";

export const partyHeadings = {
  seller: { block: heading(seller), inline: inline(seller) },
  buyer: { block: heading(buyer), inline: inline(buyer) },
  addressee: { block: heading(addressee), inline: inline(addressee) },
  other: { block: heading(other), inline: inline(other) },
} as const;

/** Legal forms that show that a text names a company. */
export const legalForm =
  /(?:^|[\s,&])(?:g?GmbH(?:\s*&\s*Co\.?\s*KG(?:aA)?)?|AG(?:\s*&\s*Co\.?\s*KG)?|KGaA|KG|OHG|GbR|UG(?:\s*\(haftungsbeschränkt\))?|e\.?\s?K\.|e\.?\s?V\.|eG|a\.\s?G\.|SE|mbH|GMBH|Ltd\.?|LTD\.?|Limited|LIMITED|LLC|LLP|Inc\.?|INC\.?|Corp\.?|CORP\.?|Corporation|PLC|plc|SARL|S\.A\.R\.L\.|SASU?|EURL|S\.?A\.?S\.?|S\.A\.|SA|SNC|SCI|S\.?L\.?U?\.?|SpA|S\.p\.A\.|S\.?r\.?l\.?|B\.?V\.?|N\.?V\.?|AB|Oy|A\/S|ApS|AS|Sp\. z o\.\s?o\.|s\.r\.o\.|a\.s\.|Kft\.?|SDN\.?\s*BHD\.?|Sdn\.?\s*Bhd\.?|BHD\.?|Berhad|S\/B|PTE\.?|PTY\.?|ENTERPRISE|TRADING)(?=$|[\s,.;)|-])/u;

/**
 * French forms follow the company's name and are no part of it (code de commerce, articles L210-2 and L223-1),
 * while German ones are (HGB § 19, GmbHG § 4).
 */
export const frenchForm = /\s+(?:SARL|SASU?|EURL|SNC|SCI|S\.A\.R\.L\.|S\.A\.S\.)$/u;

export const salutation =
  /^(?:herrn?|frau|herr(?:n)? und frau|firma|fa\.|mr\.?|mrs\.?|ms\.?|monsieur|madame|m\.|mme|senor|senora|sr\.|sra\.)$/iu;

/** Lines of an address block that name nobody. */
export const addressMeta =
  /^\W*(?:gln|nummer|globale nummer|kunden-?\s?nr|lief-?\s?nr|ust|vat|tva|steuer|tel|telefon|phone|fon|fax|e-?\s?mail|mail|www|http|hr[ab]\b|siret|siren|iban|bic|z\.?\s?hd|c\/o|attn|page|seite|date|datum|p\.?o\.? box|postfach|reg\b|company no|co\.? reg)|@|^\W*[\d\s/.-]+$/u;

/** What is printed behind a company's name and is its number in a register. */
export const registerNumber = /\s*\((?:co\.?\s*(?:reg\.?|no\.?)\s*:?\s*)?(?=[^)]*\d)[\dA-Z./ -]{4,20}\)$/iu;

/** A street with its number, in front or behind. */
export const street =
  /(?:str(?:aße|asse|\.)|weg|platz|allee|gasse|ring|ufer|damm|chaussee)\.?\s*\d|^\d+[a-z]?,?\s+(?:rue|avenue|av\.|boulevard|bd|place|chemin|route|impasse|quai|allée)|^\d+[a-z]?,?\s+\p{L}[\p{L} .'-]*\b(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|blvd|way|court|square)\b\.?|^(?:calle|c\/|avda|avenida|plaza|paseo|jalan|jln|lot|no)\b\.?\s*\S/iu;

/** Postal code and town, in the forms of Europe and North America. */
export const town =
  /^(?:[A-Z]{1,3}[ -])?\d{4,5}\s+\p{L}{2}|^\p{L}[\p{L} .-]+,\s*[A-Z]{2}\s+\d{5}(?:-\d{4})?$|\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}$/u;

/** A label with its colon in front of a value. */
export const label = /^[^:]{2,30}:\s/u;

/** Titles and polite words that stand where a name could. */
export const notice =
  /^\W*(?:(?:simplified |tax |sales |commercial )*(?:invoice|receipt|credit note|bill)|\p{L}*rechnung|gutschrift|quittung|lieferschein|facture|avoir|factura|reçu|recibo|purchase order.*|bestellung.*|bon de commande.*|pedido.*|original|kopie|copy|duplicate|cash(?: sales?)?|items?|description|qty|quantity|menge|welcome|thank(?:s| you)\b.*|.*\b(?:returnable|refundable|come again)\b.*|your order.*)\W*$/iu;

/** The same titles with the document's number behind: `Invoice RL-2087`. */
export const numberedTitle =
  /^\W*(?:\p{L}+ )?(?:invoice|receipt|credit note|bill|\p{L}*rechnung|gutschrift|quittung|lieferschein|facture|avoir|factura|recibo|(?:purchase )?order|bestellung|bon de commande|pedido)\s+(?:(?:no|nr|number|nummer|num|n)[.°º]?\s*)?[:#]?\s*(?=[\w/.-]*\d)[\w/.-]+\W*$/iu;
