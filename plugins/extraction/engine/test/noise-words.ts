import { list } from './invoice-words.js';

/** What else stands on invoices and could be taken for their number, date or total. N is a number, D a date, A an amount. */
export interface NoiseWords {
  /** Of other documents. */
  references: string[];
  /** Of the invoice that a credit note corrects. */
  earlier: string[];
  printed: string[];
  discount: string;
  carried: string;
  /** Under a line of goods. */
  remarks: string[];
}

export const noiseWords: Record<'de' | 'en' | 'nl' | 'pl' | 'fr' | 'it' | 'es' | 'pt', NoiseWords> = {
  de: {
    references: list(
      'Ihre Bestellung Nr. N vom D|Unser Lieferschein Nr. N vom D|Wir lieferten Ihnen am D gemäß Auftrag N:|Unser Angebot Nr. N vom D|Rechnung gemäß Auftrag Nr. N vom D.|Tel.: 0451 N · Mo-Fr 8.00-17.00 Uhr|Abrechnung zum Vertrag N, Zählerstand am D',
    ),
    earlier: list(
      'zu Rechnung Nr. N vom D|Bezug: Rechnung N vom D|Ursprungsrechnung: N|Storno der Rechnung N vom D',
    ),
    printed: list('Seite 1 von 1|Gedruckt am D 14:22 Uhr|Stand: D'),
    discount: 'Bei Zahlung bis D abzüglich 2 % Skonto = A',
    carried: 'Übertrag',
    remarks: list('Leistung vom D|Seriennummer: N|statt A|Lieferschein N'),
  },
  en: {
    references: list(
      'Your order no. N dated D|Delivery note N of D|Our quotation N dated D|Goods despatched on D, consignment N|Tel: 0171 N, open 9.00-17.00|Contract N signed on D',
    ),
    earlier: list(
      'Original invoice: N dated D|Credit for invoice N of D|Re: your purchase under invoice no. N',
    ),
    printed: list('Page 1 of 1|Printed on D 14:22|As of D'),
    discount: 'If paid by D deduct 2% discount: A',
    carried: 'Carried forward',
    remarks: list('Service on D|Serial no. N|was A|Delivery note N'),
  },
  nl: {
    references: list(
      'Uw bestelling nr. N van D|Pakbon N van D|Onze offerte N d.d. D|Geleverd op D, order N|Tel: 030 N',
    ),
    earlier: list('Betreft factuur N van D|Creditering van factuurnummer N'),
    printed: list('Pagina 1 van 1|Afgedrukt op D 14:22'),
    discount: 'Bij betaling voor D 2% korting: A',
    carried: 'Transport',
    remarks: list('Werkzaamheden op D|Serienummer N|Pakbon N'),
  },
  pl: {
    references: list('Do zamówienia nr N z dnia D|WZ nr N z dnia D|Umowa nr N z dnia D|Tel. 22 N'),
    earlier: list('Do faktury nr N z dnia D|Dotyczy faktury N'),
    printed: list('Strona 1 z 1|Wydrukowano D 14:22'),
    discount: 'Przy zapłacie do D rabat 2%: A',
    carried: 'Do przeniesienia',
    remarks: list('Usługa z dnia D|Nr seryjny N'),
  },
  fr: {
    references: list(
      'Votre commande n° N du D|Bon de livraison n° N du D|Notre devis N du D|Livraison effectuée le D, réf. N|Tél. : 04 N|Contrat n° N signé le D',
    ),
    earlier: list('Facture d’origine n° N du D|Annule la facture N du D|Sur facture n° N'),
    printed: list('Page 1 sur 1|Imprimé le D à 14:22|Édité le D'),
    discount: 'Si règlement avant le D, escompte de 2 % : A',
    carried: 'Report',
    remarks: list('Prestation du D|N° de série N|au lieu de A|BL N'),
  },
  it: {
    references: list(
      'Vostro ordine n. N del D|DDT n. N del D|Nostro preventivo N del D|Tel. 02 N|Contratto n. N del D',
    ),
    earlier: list('Rif. fattura n. N del D|Storno fattura N del D'),
    printed: list('Pagina 1 di 1|Stampato il D 14:22'),
    discount: 'Per pagamento entro il D sconto 2%: A',
    carried: 'Riporto',
    remarks: list('Prestazione del D|Matricola N|DDT N'),
  },
  es: {
    references: list(
      'Su pedido nº N de fecha D|Albarán nº N de fecha D|Presupuesto N de fecha D|Tel. 91 N|Contrato nº N de D',
    ),
    earlier: list('Rectifica la factura nº N de fecha D|Factura original: N'),
    printed: list('Página 1 de 1|Impreso el D 14:22'),
    discount: 'Por pago antes del D descuento del 2 %: A',
    carried: 'Suma y sigue',
    remarks: list('Servicio del D|Nº de serie N|Albarán N'),
  },
  pt: {
    references: list('Encomenda n.º N de D|Guia de remessa n.º N de D|Orçamento N de D|Tel. 21 N'),
    earlier: list('Referente à fatura n.º N de D|Anula a fatura N'),
    printed: list('Página 1 de 1|Impresso em D 14:22'),
    discount: 'Pagamento até D com desconto de 2%: A',
    carried: 'A transportar',
    remarks: list('Serviço de D|Nº de série N'),
  },
};
