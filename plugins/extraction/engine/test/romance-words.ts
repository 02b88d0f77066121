import { type InvoiceWords, list } from './invoice-words.js';

/** French, Italian, Spanish and Portuguese. */
export const french: InvoiceWords = {
  title: list('Facture|FACTURE|Facture de vente|Facture client'),
  creditTitle: list('Avoir|AVOIR|Facture rectificative|Note de crédit|Facture d’avoir'),
  number: list(
    'Facture n°|N° de facture|N° facture|Numéro de facture|Facture No|Numéro|Facture numéro|Réf. facture|N° de la facture|Facture N°|Référence facture|N° Facture|N° de pièce|N° document',
  ),
  creditNumber: list('Avoir n°|N° d’avoir|Numéro d’avoir|N° avoir|N° de pièce|Note de crédit n°'),
  date: list(
    "Date de facture|Date de facturation|Date d’émission|Date|Date facture|Date de la facture|Émise le|Facturé le|Date d'émission|Date du document|Date de pièce|Fait le",
  ),
  of: 'du',
  titleNumber: list('n°|N°|No|'),
  otherDates: list(
    'Date de livraison|Date de commande|Date d’expédition|Livré le|Date d’impression|Date de prestation|Commande du|Date d’exécution|Date de la vente',
  ),
  otherNumbers: list(
    'N° client|Code client|N° de commande|Commande n°|Bon de livraison n°|N° BL|N° de contrat|N° TVA|SIRET|Numéro client|Réf. client|N° de devis|Compte client',
  ),
  period: 'Période',
  due: list('Date d’échéance|Échéance|À payer avant le|Date limite de paiement|Échéance le'),
  net: list(
    'Total HT|Montant HT|Sous-total|Total H.T.|Total hors taxes|Sous-total HT|Net HT|Total net HT|Montant total HT|Total hors TVA|Base HT',
  ),
  tax: list('TVA % %|TVA %%|TVA à % %|Montant TVA|T.V.A. % %|TVA (% %)|Total TVA|Taxe %%'),
  grand: list(
    'Total TTC|Montant TTC|Montant total TTC|Total T.T.C.|Total toutes taxes comprises|Montant total|TOTAL TTC|Total à payer TTC|Total facture|Total TVA incluse|Total TVAC|Net TTC|Montant total de la facture|Total général',
  ),
  amountDue: list(
    'Net à payer|Solde à payer|Reste à payer|Montant dû|Solde dû|Montant à payer|Total à payer|Reste dû|À payer',
  ),
  prepaid: list(
    'Acompte|Acompte versé|Déjà payé|Déjà réglé|Acomptes perçus|Montant payé|Acompte reçu|Règlement reçu',
  ),
  allowance: list('Remise|Escompte|Remise commerciale'),
  charge: list('Frais de port|Port|Frais de livraison|Frais de dossier'),
  rounding: 'Arrondi',
  goods: [
    ['Désignation', 'Quantité', 'Prix unitaire', 'Montant HT'],
    ['Description', 'Qté', 'P.U. HT', 'Total HT'],
    ['Libellé', 'Qté', 'PU', 'Montant'],
  ],
  rateHead: ['Taux', 'Base HT', 'Montant TVA', 'Total TTC'],
  months: list('janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre'),
  written: list('D M Y|le D M Y'),
  numeric: list('dd/mm/yyyy|dd/mm/yy|dd.mm.yyyy|dd-mm-yyyy'),
  amounts: ['1 234,56', '1 234,56', '1234,56', '1.234,56'],
  currency: 'EUR',
  place: 'Lyon, le',
  company: list('Menuiserie Lacroix SARL|Atelier du Parc SAS|Boulangerie Petit|Conseil & Réseaux SA'),
  street: '12 rue des Lilas',
  town: '69003 Lyon',
  notes: list(
    'Règlement à 30 jours par virement.|Pas d’escompte pour paiement anticipé.|Indemnité forfaitaire de recouvrement : 40 €|Nous vous remercions de votre confiance.',
  ),
};

export const italian: InvoiceWords = {
  title: list('Fattura|FATTURA|Fattura immediata|Fattura differita|Fattura di vendita'),
  creditTitle: list('Nota di credito|NOTA DI CREDITO|Nota credito'),
  number: list(
    'Fattura n.|Numero fattura|N. fattura|Numero|Fattura nr.|Nr. fattura|Numero documento|N° fattura|Fattura N°|Fattura numero|Num. fattura|Nr. documento|Numero doc.',
  ),
  creditNumber: list('Nota di credito n.|Numero nota di credito|Numero documento|Nr. documento'),
  date: list(
    'Data fattura|Data|Data di emissione|Data emissione|Data documento|Del|Emessa il|Data della fattura|Data doc.',
  ),
  of: 'del',
  titleNumber: list('n.|N.|nr.|n°|'),
  otherDates: list(
    'Data consegna|Data ordine|Data di consegna|Data DDT|Data spedizione|Data stampa|Data trasporto|Consegnato il',
  ),
  otherNumbers: list(
    'Codice cliente|N. ordine|Numero ordine|DDT n.|Vostro ordine|Partita IVA|Codice fiscale|Cod. cliente|Contratto n.|Numero cliente|Codice destinatario',
  ),
  period: 'Periodo',
  due: list('Scadenza|Data scadenza|Scadenza pagamento|Da pagare entro il|Data di scadenza'),
  net: list(
    'Imponibile|Totale imponibile|Totale netto|Subtotale|Totale merce|Importo netto|Totale IVA esclusa|Totale al netto IVA',
  ),
  tax: list('IVA %%|IVA % %|Imposta|Totale IVA|Totale imposta|I.V.A. %%|Importo IVA|IVA al %%'),
  grand: list(
    'Totale documento|Totale fattura|Totale|Totale IVA inclusa|Totale complessivo|Totale lordo|TOTALE|Importo totale|Totale fattura EUR|Totale generale|Totale ivato',
  ),
  amountDue: list(
    'Netto a pagare|Totale da pagare|Da pagare|Importo da pagare|Totale a pagare|Saldo|Saldo da pagare|Totale dovuto',
  ),
  prepaid: list('Acconto|Acconto versato|Già pagato|Anticipo|Importo pagato|Acconti'),
  allowance: list('Sconto|Abbuono'),
  charge: list('Spese di trasporto|Spese di spedizione|Spese imballo|Trasporto'),
  rounding: 'Arrotondamento',
  goods: [
    ['Descrizione', 'Quantità', 'Prezzo unitario', 'Importo'],
    ['Descrizione', 'Q.tà', 'Prezzo', 'Totale'],
  ],
  rateHead: ['Aliquota', 'Imponibile', 'Imposta', 'Totale'],
  months: list(
    'gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre',
  ),
  written: list('D M Y'),
  numeric: list('dd/mm/yyyy|dd-mm-yyyy|dd.mm.yyyy|dd/mm/yy'),
  amounts: ['1.234,56', '1.234,56', '1234,56'],
  currency: 'EUR',
  place: 'Milano, lì',
  company: list('Officine Rossi S.r.l.|Vini del Colle S.p.A.|Studio Bianchi|Tessuti Verdi Srl'),
  street: 'Via Garibaldi 12',
  town: '20121 Milano',
  notes: list(
    'Pagamento a 30 giorni data fattura.|Contributo ambientale CONAI assolto.|Grazie per averci scelto.|Operazione soggetta a IVA.',
  ),
};

export const spanish: InvoiceWords = {
  title: list('Factura|FACTURA|Factura de venta|Factura comercial'),
  creditTitle: list('Factura rectificativa|Nota de crédito|Abono|Nota de abono'),
  number: list(
    'Factura nº|Nº de factura|Número de factura|Nº factura|Factura número|Núm. factura|Número|Factura Nº|N.º de factura|Núm. de factura|Nº Fra.|Nº documento|Factura N.',
  ),
  creditNumber: list('Abono nº|Nº de abono|Número de abono|Factura rectificativa nº|Nota de crédito nº'),
  date: list(
    'Fecha de factura|Fecha|Fecha de emisión|Fecha factura|Fecha de expedición|Fecha emisión|Fecha de la factura|Emitida el|Fecha documento',
  ),
  of: 'de fecha',
  titleNumber: list('nº|Nº|núm.|n.º|'),
  otherDates: list(
    'Fecha de entrega|Fecha de pedido|Fecha de envío|Fecha operación|Fecha albarán|Fecha de impresión|Fecha pedido|Fecha de servicio',
  ),
  otherNumbers: list(
    'Nº de cliente|Código cliente|Nº de pedido|Pedido nº|Albarán nº|Nº albarán|NIF|Contrato nº|Número de cliente|Su referencia|Nº presupuesto',
  ),
  period: 'Periodo',
  due: list('Fecha de vencimiento|Vencimiento|Pagar antes del|Fecha vencimiento|Fecha límite de pago'),
  net: list(
    'Base imponible|Subtotal|Importe neto|Total neto|Total sin IVA|Suma|Total base imponible|Importe sin IVA',
  ),
  tax: list('IVA %%|IVA % %|IVA (%%)|Cuota IVA|I.V.A. %%|Total IVA|Importe IVA|Cuota'),
  grand: list(
    'Total|Total factura|Importe total|TOTAL FACTURA|Total con IVA|Total IVA incluido|Total general|Importe total de la factura|Total (IVA incluido)|TOTAL EUR|Total bruto',
  ),
  amountDue: list(
    'Total a pagar|Importe pendiente|Pendiente de pago|Líquido a percibir|Saldo pendiente|Importe a pagar|A pagar|Importe debido|Saldo deudor',
  ),
  prepaid: list('Anticipo|Pagado|Entrega a cuenta|Importe pagado|A cuenta|Anticipos|Ya pagado'),
  allowance: list('Descuento|Dto. comercial'),
  charge: list('Gastos de envío|Portes|Transporte'),
  rounding: 'Redondeo',
  goods: [
    ['Descripción', 'Cantidad', 'Precio unitario', 'Importe'],
    ['Concepto', 'Cant.', 'Precio', 'Total'],
    ['Artículo', 'Unidades', 'Precio', 'Importe'],
  ],
  rateHead: ['Tipo', 'Base imponible', 'Cuota', 'Total'],
  months: list('enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre'),
  written: list('D de M de Y|D M Y|D de M del Y'),
  numeric: list('dd/mm/yyyy|dd-mm-yyyy|dd/mm/yy|dd.mm.yyyy'),
  amounts: ['1.234,56', '1.234,56', '1234,56', '1 234,56'],
  currency: 'EUR',
  place: 'Madrid, a',
  company: list('Talleres Ibarra S.L.|Aceites del Sur S.A.|Gestoría Molina|Muebles Prado SLU'),
  street: 'Calle Mayor 12',
  town: '28013 Madrid',
  notes: list(
    'Forma de pago: transferencia a 30 días.|Gracias por su confianza.|Inscrita en el Registro Mercantil de Madrid.|Exento de recargo de equivalencia.',
  ),
};

export const portuguese: InvoiceWords = {
  title: list('Fatura|FATURA|Factura|Fatura-Recibo|Nota fiscal'),
  creditTitle: list('Nota de crédito|NOTA DE CRÉDITO'),
  number: list(
    'Fatura n.º|Nº da fatura|Número da fatura|Fatura nº|N.º documento|Nº fatura|Número|Fatura N.º|Nº do documento|Factura nº',
  ),
  creditNumber: list('Nota de crédito n.º|Nº da nota de crédito|N.º documento|Nota de Crédito nº'),
  date: list(
    'Data de emissão|Data|Data da fatura|Data emissão|Data do documento|Emitida em|Data da factura|Data documento',
  ),
  of: 'de',
  titleNumber: list('n.º|nº|Nº|'),
  otherDates: list(
    'Data de entrega|Data da encomenda|Data de envio|Data de impressão|Data do pedido|Data carga|Data de expedição',
  ),
  otherNumbers: list(
    'N.º cliente|Código do cliente|Encomenda n.º|Nº do pedido|NIF|Contribuinte n.º|Guia de remessa n.º|Contrato n.º|V/ Ref.|Nº de cliente',
  ),
  period: 'Período',
  due: list('Data de vencimento|Vencimento|Pagar até|Data limite de pagamento|Vence em'),
  net: list(
    'Subtotal|Total sem IVA|Total ilíquido|Base tributável|Valor líquido|Incidência|Total líquido|Soma|Base de incidência',
  ),
  tax: list('IVA %%|IVA (%%)|Total IVA|Valor do IVA|Imposto|IVA|Total de impostos|I.V.A. %%'),
  grand: list(
    'Total|Total da fatura|Valor total|Total com IVA|Total do documento|Total geral|Total documento|Montante total|TOTAL (EUR)|Total IVA incluído|Total c/ IVA',
  ),
  amountDue: list(
    'Total a pagar|Valor a pagar|Montante a pagar|Saldo em dívida|Valor em dívida|A pagar|Montante em dívida',
  ),
  prepaid: list('Adiantamento|Pago|Valor pago|Já pago|Sinal'),
  allowance: list('Desconto|Descontos'),
  charge: list('Portes de envio|Portes|Transporte'),
  rounding: 'Arredondamento',
  goods: [
    ['Descrição', 'Quantidade', 'Preço unitário', 'Total'],
    ['Designação', 'Qtd.', 'Preço', 'Valor'],
  ],
  rateHead: ['Taxa', 'Incidência', 'IVA', 'Total'],
  months: list('janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro'),
  written: list('D de M de Y'),
  numeric: list('dd/mm/yyyy|dd-mm-yyyy|yyyy-mm-dd|dd.mm.yyyy'),
  amounts: ['1.234,56', '1 234,56', '1234,56'],
  currency: 'EUR',
  place: 'Lisboa,',
  company: list('Cerâmica Lusa Lda|Azul Serviços S.A.|Oficina do Porto Lda.|Livraria Camões'),
  street: 'Rua do Ouro 12',
  town: '1100-060 Lisboa',
  notes: list(
    'Pagamento por transferência bancária.|Obrigado pela sua preferência.|Processado por programa certificado n.º 1234/AT|Os bens foram colocados à disposição na data do documento.',
  ),
};
