/** What a line of a receipt's head says, by its words; matched on folded text (lower case, no diacritics). */

/** Numbers in registers, of taxes and of telephones, and addresses of the network: they end an address. */
export const contact =
  /\b(?:tel|telephone|phone|ph|fax|hp|h\/p|mobile|whats?app\w*|hotline|careline|telefon|telefono|tlf|mob)\b\s*(?:no\.?|nos\.?)?\s*[.:/#+(]*\s*[:.]?\s*[+(]?\d|\b(?:tel|fax|telefon|telefax|phone|h\/?p)\b\s*(?:no\.?)?\s*[.:]|^\W*[tf]\s*[:.]\s*[+(]?\d|@|\bwww\b|https?:|\be-?mail\b|\.com\b|\.net\b|\bfacebook\b|^\W*\+?\(?0\d{1,3}\)?[\s-]{0,3}\d[\d\s/-]{5,}$/u;

/** Register and tax numbers. */
export const registered =
  /\b(?:gst|sst|tax|vat|cukai)\b[^\p{L}]{0,3}(?:reg\w*|id|no|number|identification|payer)?\b.{0,8}(?:\b(?:id|no|reg|number)\b|[#:=])|\bgst\b.*\d{6}|\b(?:roc|rob|brn|ssm|abn|uen|ust-?id\w*|steuer-?nr|nif|cif|siret|siren|tva|p\.? ?iva)\b|\bco\.?\s*[-.]?\s*(?:reg|rfg|no)\b|\bcompany\s+(?:reg|no)\b|\breg(?:istration)?\.?\s*(?:no|id|number)\b|\bregn?\.?\s*no\b|^\W*(?:no\.?\s*:?\s*)?\(?\s*(?:[a-z]{1,3})?\d{4,9}\s*-?\s*[a-z]\s*\)?\W*$|^\W*\d{12}\W*$|^\W*\(\s*(?:[a-z]{2}\s?)?\d{5,}[^)]*\)\W*$/u;

/** What the paper is: its title. */
export const title =
  /^\W*(?:(?:simplified|tax|sales?|cash|commercial|official|guest|customer|duplicate|full|original|pre-?pay|e-?)\s*)*(?:tax invoice|invoice|receipt|bill|check|cash sales?|cash bill|adjustment note|credit note|slip|quittung|kassenbon|rechnung|ticket|facture|factura|recibo|ricevuta|scontrino)\b.{0,24}$|\btax\s+invoice\b/u;

/** What belongs to this sale: its number, its time, who sold, where. */
export const sale =
  /\b(?:date|time|cashier|table|bill|receipt|invoice|inv|doc(?:ument)?|slip|ref|order|trans(?:action)?|terminal|counter|station|pos|sales\s?person|server|pax|cover|staff|operator|member|customer|outlet|till|reg|chk|check|guest|order|s\/p)\b\s*(?:no\.?|#|id|name)?\s*[:.#]|\b(?:bill|receipt|invoice|inv|doc|document|table|order|pos|slip|trans|transaction|ref|reference)\s*(?:no|num|number|id)\b|^\W*(?:bill|invoice|to|ship|deliver(?:y)?) to\b|\bbusiness hours?\b|\b(?:shopping|opening) hours\b|\b\d{1,2}(?:[.:]\d\d)?\s*[ap]m\b|^\W*(?:cash|dine in|take ?away|welcome|thank)|\bowned by\b|\b(?:qty|quantity|description|price|amount|item)\b/u;

/** Names of other companies that are printed below the seller's. */
export const formerly = /\b(?:formerly|fka|f\.k\.a|licensee of|trading as|member of|a division of)\b/u;

/** Words of streets, quarters and buildings. */
const placeWords = `jalan|jln|jin|lorong|lrg|persiaran|lebuh(?:raya)?|taman|tmn|tman|kampung|kg|bandar|seksyen|section|sek|kawasan|perindustrian|industri(?:al)?|mukim|batu|bt|lot|unit|level|floor|flr|ground|block|blk|plaza|mall|wisma|menara|kompleks|complex|bangunan|street|st|road|rd|avenue|ave|lane|drive|highway|boulevard|blvd|square|park|centre point|stra(?:ss|ß)e|str|platz|weg|rue|place|calle|avenida|via|viale|piazza|rua|suite`;
/** A line that looks like a part of an address whatever stands beside it. */
export const place = new RegExp(
  String.raw`\b(?:${placeWords})\b\.?|^\W*(?:no|lot|unit|level|block|blk|suite)\b[\s.,:]*[\w-]*\d|^\d{1,4}[a-z]?(?:\s?[-&,/]\s?\d*[a-z]?)*,\s|\b(?:\p{L}{4,}(?:straße|strasse|weg|platz|gasse))\b`,
  'u',
);
/** A line that an address begins with: the number of a house, a lot or a floor. */
export const addressStart =
  /^\W*(?:no|lot|unit|level|block|blk|suite|shop|kiosk)\b[\s.,:]*[\w-]*\d|^\W*(?:ground|first|second|third|\d(?:st|nd|rd|th)) (?:floor|flr)\b|^\W*(?=[\p{L}\d/.-]*\d)[\p{L}\d/.-]{1,9}(?:\s?[&,-]\s?(?=[\p{L}\d]*\d)[\p{L}\d]{1,5})*\s?,|^\d{1,4}\s\p{L}/u;
/** Postal codes with a town beside or below. */
export const postcode =
  /(?<!\b(?:lot|no|pt|ptd|hs|geran)[\s.:]{0,2})(?:^|[\s,.])(?<!\b(?:lot|no|pt|ptd|hs|geran)[\s.:]{0,2})\d{5}(?:-\d{4})?(?:[\s,.]+\p{L}|\s*[,.]?\s*$)|\b[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b|\b[a-z]{2}\s+\d{5}\b|^\d{4}\s\p{L}{3}/u;

/** Regions and countries, which may stand alone in the last line of an address. */
export const region =
  /^\W*(?:(?:johor|kedah|kelantan|malacca|melaka|negeri sembilan|pahang|penang|pulau pinang|perak|perlis|sabah|sarawak|selangor|terengganu|kuala lumpur|putrajaya|labuan|wilayah persekutuan|w\.?\s?p\.?|d\.\s?e\.?|darul [\p{L}']+|malaysia|singapore|brunei|indonesia|thailand|germany|deutschland|austria|osterreich|schweiz|switzerland|france|espana|spain|italia|italy|united kingdom|england|ireland|usa|united states)[\s,.]*)+\W*$/u;

/** Legal forms and trades that end the name of a company. */
export const legalForm =
  /(?:^|[\s,&(])(?:(?:sdn|son)\.?\s*,?\s*(?:bhd|b\.?h\.?d|bdh)\b|sdn\b|bhd\b|berhad\b|s\/b|s\.b\b|sb\b|enterprises?\b|trading\b|(?:&|and)\s+co(?:mpany)?\b|company\b|corporation\b|co\.|ltd\b|limited\b|llc\b|llp\b|inc\b|corp\b|plc\b|pte\b|pty\b|plt\b|gmbh\b|ag\b|(?:co\.?|&)\s*kg\b|ohg\b|e\.\s?k\b|sarl\b|sas\b|s\.?a\.?r\.?l\b|s\.l\b|s\.p\.a\b|s\.?r\.?l\b|b\.?v\b|holdings?\b)/u;
/** What an owner is named with. */
export const ownerLead = /^\W*(?:dimiliki|own(?:ed)? by|operated by|managed by)\s*:\s*/u;
/** The part of a name that cannot stand alone. */
export const formAlone =
  /^\W*(?:\(?[a-z]{1,3}\)?[\s.]+)?(?:co\.?|company|sdn|bhd|s\/b|ltd|limited|inc|gmbh|enterprise|trading|corporation)\b[\s.,()&a-z]{0,16}$/u;
/** Words that name a kind of shop. */
export const trade =
  /\b(?:restaurant|restoran|restauran|cafe|café|kopitiam|mart|minimarket|market|supermarket|hypermarket|store|stores|shop|kedai|pasaraya|pharmacy|farmasi|hardware|stationery|bookstore|books?|bakery|bakeries|bistro|hotel|clinic|klinik|petrol|station|syarikat|perniagaan|grocer|electrical|auto|motor|services?|centre|center|boutique|salon|apotheke|markt|b[aä]ckerei|tienda|farmacia|panader[ií]a|boulangerie|pharmacie|supermercado|ristorante|trattoria)\b/u;
