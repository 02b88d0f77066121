import { type InvoiceWords, list } from './invoice-words.js';

/** German, English, Dutch and Polish. */
export const german: InvoiceWords = {
  title: list('Rechnung|RECHNUNG|Faktura|Handelsrechnung|Honorarrechnung|Schlussrechnung|Sammelrechnung'),
  creditTitle: list('Gutschrift|Rechnungskorrektur|Stornorechnung|Korrekturrechnung|GUTSCHRIFT'),
  number: list(
    'Rechnungsnummer|Rechnungs-Nr.|Rechnungsnr.|Rechnung Nr.|Rechnung-Nr.|RE-Nr.|Rg.-Nr.|Beleg-Nr.|Belegnummer|Faktura-Nr.|Fakturanummer|Rechn.-Nr.|Dokumentnummer|Rechnungs Nr',
  ),
  creditNumber: list('Gutschriftsnummer|Gutschrift-Nr.|Gutschrift Nr.|Beleg-Nr.|Belegnummer|Korrektur-Nr.'),
  date: list(
    'Rechnungsdatum|Datum|Belegdatum|Ausstellungsdatum|Rechnungs-Datum|Re.-Datum|Rg.-Datum|Fakturadatum|Datum der Rechnung|Ausgestellt am|Dokumentdatum',
  ),
  of: 'vom',
  titleNumber: list('Nr.|Nummer|Nr|'),
  otherDates: list(
    'Lieferdatum|Leistungsdatum|Bestelldatum|Auftragsdatum|Druckdatum|Versanddatum|Liefer-/Leistungsdatum|Lieferung am|Bestellung vom',
  ),
  otherNumbers: list(
    'Kundennummer|Kunden-Nr.|Kd.-Nr.|Bestellnummer|Auftragsnummer|Auftrags-Nr.|Lieferschein-Nr.|Lieferscheinnummer|Vertragsnummer|Steuernummer|Projekt-Nr.|Debitoren-Nr.|Vorgangsnummer',
  ),
  period: 'Leistungszeitraum',
  due: list('Fällig am|Fälligkeitsdatum|Zahlbar bis|Fälligkeit|Zahlungsziel'),
  net: list(
    'Nettobetrag|Summe netto|Zwischensumme|Gesamt netto|Nettosumme|Warenwert netto|Netto|Rechnungsbetrag netto|Summe ohne MwSt.|Gesamtbetrag netto|Zwischensumme (netto)|Total exkl. MWST',
  ),
  tax: list(
    'zzgl. %\u00a0% MwSt.|Umsatzsteuer %%|MwSt. % %|USt. % %|%% USt|zzgl. Umsatzsteuer % %|Mehrwertsteuer (% %)|+ % % MwSt.',
  ),
  grand: list(
    'Gesamtbetrag|Rechnungsbetrag|Endbetrag|Bruttobetrag|Gesamtbetrag brutto|Gesamtsumme|Rechnungsendbetrag|Bruttosumme|Summe brutto|Gesamt inkl. MwSt.|Total|Gesamt brutto|Rechnungssumme|Endsumme|Rechnungstotal|Total inkl. MWST|Summe inkl. MwSt.|Rechnungsbetrag inkl. USt.|Gesamt (brutto)',
  ),
  amountDue: list(
    'Zahlbetrag|Zu zahlen|Offener Betrag|Restbetrag|Zu zahlender Betrag|Noch zu zahlen|Fälliger Betrag|Restzahlung',
  ),
  prepaid: list(
    'Anzahlung|abzgl. Anzahlung|Bereits bezahlt|Abschlagszahlung|abzüglich geleistete Anzahlung|Vorauszahlung|Bereits gezahlt',
  ),
  allowance: list('Rabatt|Nachlass|abzgl. Rabatt'),
  charge: list('Versandkosten|Fracht|Porto und Verpackung|Mindermengenzuschlag'),
  rounding: 'Rundung',
  goods: [
    ['Bezeichnung', 'Menge', 'Einzelpreis', 'Gesamtpreis'],
    ['Beschreibung', 'Anzahl', 'Preis', 'Betrag'],
    ['Artikel', 'Menge', 'E-Preis', 'Summe'],
    ['Leistung', 'Menge', 'Einzel', 'Gesamt'],
  ],
  rateHead: ['MwSt-Satz', 'Netto', 'MwSt', 'Brutto'],
  months: list('Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember'),
  written: list('D. M Y|D. M. Y|den D. M Y'),
  numeric: list('dd.mm.yyyy|dd.mm.yy|d.m.yyyy|yyyy-mm-dd'),
  amounts: ['1.234,56', '1.234,56', '1 234,56', "1'234.56", '1234,56'],
  currency: 'EUR',
  place: 'Hamburg, den',
  company: list('Nordlicht Technik GmbH|Bäckerei Sommer KG|Ingenieurbüro Falk AG|Steuerkanzlei Brandt'),
  street: 'Lindenstraße 12',
  town: '20095 Hamburg',
  notes: list(
    'Bitte überweisen Sie den Betrag innerhalb von 14 Tagen.|Bei Zahlung innerhalb von 10 Tagen 2 % Skonto.|Das Lieferdatum entspricht dem Rechnungsdatum.|Vielen Dank für Ihren Auftrag!',
  ),
};

export const english: InvoiceWords = {
  title: list('Invoice|INVOICE|Tax Invoice|TAX INVOICE|Sales Invoice|Commercial Invoice'),
  creditTitle: list('Credit Note|CREDIT NOTE|Credit Memo|Corrective Invoice|Tax Credit Note'),
  number: list(
    'Invoice Number|Invoice No.|Invoice #|Invoice no|Invoice ID|Invoice Nº|Inv. No.|Inv #|Tax Invoice No.|Document No.|Invoice Reference|Invoice Num|Bill No.|Our invoice',
  ),
  creditNumber: list('Credit Note No.|Credit Note Number|Credit Note #|Credit memo no.|Document Number'),
  date: list(
    'Invoice Date|Date|Date of issue|Issue Date|Date Issued|Invoice date|Issued|Document date|Billing Date|Dated|Date of Invoice|Bill Date|Invoice Dt.|Tax Point',
  ),
  of: 'dated',
  titleNumber: list('No.|Number|#|'),
  otherDates: list(
    'Delivery Date|Order Date|Ship Date|Shipping date|Date of supply|Print date|Service date|Despatch date|PO Date|Date shipped|Delivered on',
  ),
  otherNumbers: list(
    'Customer No.|Customer ID|Account No.|Order No.|PO Number|Purchase Order|Delivery Note No.|Contract No.|VAT Reg No.|Company Reg. No.|Job No.|Sales order|Account Number|Quote #',
  ),
  period: 'Service period',
  due: list('Due Date|Payment due|Payment Due Date|Due by|Pay by|Due'),
  net: list(
    'Subtotal|Sub Total|Net Total|Net amount|Total excl. VAT|Total net|Total (ex VAT)|Net|Total before tax|Amount excl. VAT|Taxable amount|Goods total|Total Excluding VAT',
  ),
  tax: list('VAT %%|VAT @ %%|VAT (%%)|Tax %%|Sales Tax|GST %%|Total VAT|VAT|VAT amount|Plus VAT at %%'),
  grand: list(
    'Total|Grand Total|Invoice Total|Total incl. VAT|Total amount|Total (inc VAT)|Total Including VAT|Gross total|Gross amount|TOTAL|Total Inc. GST|Invoice amount|Total invoice value|Total with VAT|Total amount incl. VAT|Total GBP|Total to pay incl. VAT',
  ),
  amountDue: list(
    'Amount Due|Balance Due|Total Due|Amount payable|Outstanding balance|Amount outstanding|Balance|Please pay|Total payable|Amount to pay|Payment due',
  ),
  prepaid: list('Deposit|Paid to date|Amount Paid|Less deposit|Less payment received|Prepaid|Payments|Paid'),
  allowance: list('Discount|Less discount|Trade discount'),
  charge: list('Shipping|Delivery|Freight|Carriage|Postage & packing|Handling'),
  rounding: 'Rounding',
  goods: [
    ['Description', 'Qty', 'Unit Price', 'Amount'],
    ['Item', 'Quantity', 'Price', 'Total'],
    ['Details', 'Hours', 'Rate', 'Line total'],
  ],
  rateHead: ['VAT rate', 'Net', 'VAT', 'Gross'],
  months: list('January|February|March|April|May|June|July|August|September|October|November|December'),
  written: list('D M Y|M D, Y|D-M-Y|Dth M Y|M Dth, Y'),
  numeric: list('dd/mm/yyyy|yyyy-mm-dd|dd/mm/yy|dd.mm.yyyy|dd-mm-yyyy'),
  amounts: ['1,234.56', '1,234.56', '1234.56'],
  currency: 'GBP',
  place: 'London,',
  company: list('Harbour Lights Ltd|Bluebell Catering Limited|Oak & Stone Partners LLP|Quill Studio'),
  street: '12 Mill Lane',
  town: 'London SW1A 2AA',
  notes: list(
    'Please pay within 30 days by bank transfer.|Thank you for your business.|Interest is charged on late payments.|Goods remain our property until paid in full.',
  ),
};

export const dutch: InvoiceWords = {
  title: list('Factuur|FACTUUR|Verkoopfactuur'),
  creditTitle: list('Creditnota|CREDITNOTA|Creditfactuur|Kredietnota'),
  number: list(
    'Factuurnummer|Factuurnr.|Factuur nr.|Factuurnr|Factuur nummer|Factuur|Fact.nr.|Documentnummer|Nummer|Factuur-nr.|Ons factuurnummer',
  ),
  creditNumber: list('Creditnotanummer|Creditnota nr.|Factuurnummer|Creditfactuurnummer|Documentnummer'),
  date: list('Factuurdatum|Datum|Datum factuur|Uitgiftedatum|Factuur datum|Documentdatum|Datum van uitgifte'),
  of: 'van',
  titleNumber: list('nr.|nummer|Nr.|'),
  otherDates: list(
    'Leverdatum|Besteldatum|Verzenddatum|Orderdatum|Leveringsdatum|Printdatum|Datum levering|Prestatiedatum',
  ),
  otherNumbers: list(
    'Klantnummer|Debiteurnummer|Ordernummer|Klantnr.|Bestelnummer|Pakbonnummer|KvK-nummer|BTW-nummer|Contractnummer|Uw referentie|Debiteurnr.|Relatienummer',
  ),
  period: 'Periode',
  due: list('Vervaldatum|Uiterste betaaldatum|Te betalen voor|Betalen voor|Vervaldag|Betaaldatum'),
  net: list(
    'Subtotaal|Totaal excl. btw|Totaal exclusief btw|Netto|Nettobedrag|Bedrag excl. btw|Totaal netto|Subtotaal excl. BTW|Maatstaf van heffing',
  ),
  tax: list('BTW %%|Btw % %|BTW (%%)|% % btw|Btw-bedrag|Totaal btw|BTW hoog %%|%% BTW'),
  grand: list(
    'Totaal|Totaal incl. btw|Totaalbedrag|Totaal inclusief btw|Factuurbedrag|Eindtotaal|Totaal incl. BTW|Totaalbedrag incl. btw|TOTAAL|Bedrag incl. btw|Factuurtotaal',
  ),
  amountDue: list(
    'Te betalen|Openstaand bedrag|Te voldoen|Nog te betalen|Totaal te betalen|Verschuldigd bedrag|Te betalen bedrag|Restant',
  ),
  prepaid: list('Aanbetaling|Reeds betaald|Voorschot|Reeds voldaan|Betaald|Vooruitbetaald'),
  allowance: list('Korting|Betalingskorting'),
  charge: list('Verzendkosten|Vracht|Administratiekosten'),
  rounding: 'Afronding',
  goods: [
    ['Omschrijving', 'Aantal', 'Prijs', 'Totaal'],
    ['Artikel', 'Aantal', 'Stukprijs', 'Bedrag'],
    ['Beschrijving', 'Uren', 'Tarief', 'Bedrag'],
  ],
  rateHead: ['BTW %', 'Grondslag', 'BTW', 'Totaal'],
  months: list('januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december'),
  written: list('D M Y'),
  numeric: list('dd-mm-yyyy|dd/mm/yyyy|dd-mm-yy|dd.mm.yyyy'),
  amounts: ['1.234,56', '1.234,56', '1234,56'],
  currency: 'EUR',
  place: 'Utrecht,',
  company: list('Molenaar Installaties B.V.|Tulp & Zonen BV|Drukkerij De Vries|Grachten Media N.V.'),
  street: 'Kerkstraat 12',
  town: '3511 AB Utrecht',
  notes: list(
    'Wij verzoeken u binnen 14 dagen te betalen.|Bedankt voor uw opdracht.|Betaling onder vermelding van het factuurnummer.|Op onze leveringen zijn algemene voorwaarden van toepassing.',
  ),
};

export const polish: InvoiceWords = {
  title: list('Faktura VAT|FAKTURA|Faktura|FAKTURA VAT|Faktura końcowa'),
  creditTitle: list('Faktura korygująca|Korekta faktury|FAKTURA KORYGUJĄCA'),
  number: list(
    'Faktura nr|Numer faktury|Nr faktury|Faktura VAT nr|Faktura numer|Numer dokumentu|Numer|Nr dokumentu|Nr',
  ),
  creditNumber: list('Faktura korygująca nr|Numer faktury korygującej|Numer dokumentu|Numer korekty'),
  date: list(
    'Data wystawienia|Data faktury|Wystawiono dnia|Data wystawienia faktury|Data|Data dokumentu|Wystawiona w dniu',
  ),
  of: 'z dnia',
  titleNumber: list('nr|Nr|numer'),
  otherDates: list(
    'Data sprzedaży|Data dostawy|Data zamówienia|Data wykonania usługi|Data wydruku|Data dostarczenia|Data wysyłki',
  ),
  otherNumbers: list(
    'Numer klienta|Nr zamówienia|Numer zamówienia|NIP|Nr umowy|WZ nr|REGON|Nr klienta|Numer konta|Nr rejestrowy BDO',
  ),
  period: 'Okres rozliczeniowy',
  due: list('Termin płatności|Termin zapłaty|Płatne do|Data płatności'),
  net: list('Wartość netto|Razem netto|Netto|Suma netto|Kwota netto|Wartość towarów netto|Ogółem netto'),
  tax: list('VAT %%|Kwota VAT|Podatek VAT %%|VAT|Podatek VAT|Razem VAT|Wartość VAT'),
  grand: list(
    'Razem brutto|Wartość brutto|Kwota brutto|Suma brutto|Razem|Ogółem brutto|Brutto|Wartość faktury|RAZEM|Suma|Ogółem',
  ),
  amountDue: list(
    'Do zapłaty|Razem do zapłaty|Kwota do zapłaty|Pozostało do zapłaty|Należność|DO ZAPŁATY|Należność ogółem',
  ),
  prepaid: list('Zapłacono|Zaliczka|Wpłacono|Przedpłata|Wpłacona zaliczka|Zapłacono gotówką'),
  allowance: list('Rabat|Upust'),
  charge: list('Koszt dostawy|Koszty wysyłki|Transport'),
  rounding: 'Zaokrąglenie',
  goods: [
    ['Nazwa towaru lub usługi', 'Ilość', 'Cena netto', 'Wartość netto'],
    ['Nazwa', 'Ilość', 'Cena', 'Wartość'],
  ],
  rateHead: ['Stawka VAT', 'Netto', 'VAT', 'Brutto'],
  months: list(
    'stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|grudnia',
  ),
  written: list('D M Y|D M Y r.'),
  numeric: list('dd.mm.yyyy|yyyy-mm-dd|dd-mm-yyyy|dd/mm/yyyy'),
  amounts: ['1 234,56', '1 234,56', '1234,56', '1.234,56'],
  currency: 'PLN',
  place: 'Warszawa, dnia',
  company: list('Jantar Sp. z o.o.|Piekarnia Kłos S.A.|Biuro Rachunkowe Lis|Elektro Wisła Sp. z o.o.'),
  street: 'ul. Lipowa 12',
  town: '00-301 Warszawa',
  notes: list(
    'Forma płatności: przelew 14 dni.|Dziękujemy za współpracę.|Słownie: tysiąc złotych|Osoba upoważniona do wystawienia faktury',
  ),
};
