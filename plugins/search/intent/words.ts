import { type Lexicon, lexiconOf, type Meaning } from './lexicon.js';

const kind = (name: string): Meaning => ({ tag: 'kind', kind: name });
const paid = (is: boolean): Meaning => ({ tag: 'paid', paid: is });
const language = (code: string): Meaning => ({ tag: 'language', language: code });
const currency = (code: string): Meaning => ({ tag: 'currency', code });
const compare = (by: Extract<Meaning, { tag: 'compare' }>['by'], alsoDays = false): Meaning => ({
  tag: 'compare',
  by,
  alsoDays,
});

/** Kinds, amounts, payment, languages, states, orders; of dates see `date-words`. */
export const words: Lexicon = lexiconOf([
  [
    kind('invoice'),
    'invoice,invoices,bill,bills,rechnung,rechnungen,factura,facturas,facture,factures,счет,счета,счетов,счета-фактуры,发票,账单',
  ],
  [
    kind('receipt'),
    'receipt,receipts,quittung,quittungen,beleg,belege,kassenbon,kassenbons,recibo,recibos,reçu,reçus,чек,чеки,чеков,квитанция,квитанции,收据',
  ],
  [
    kind('purchase_order'),
    'purchase order,purchase orders,order,orders,bestellung,bestellungen,pedido,pedidos,orden de compra,órdenes de compra,commande,commandes,bon de commande,bons de commande,заказ,заказы,заказов,订单,采购订单',
  ],
  [
    kind('credit_note'),
    'credit note,credit notes,gutschrift,gutschriften,nota de crédito,notas de crédito,nota de abono,avoir,avoirs,note de crédit,кредит-нота,贷记单',
  ],
  [
    kind('delivery_note'),
    'delivery note,delivery notes,lieferschein,lieferscheine,albarán,albaranes,bon de livraison,bons de livraison,накладная,накладные,送货单',
  ],
  [
    kind('quote'),
    'quote,quotes,quotation,quotations,angebot,angebote,presupuesto,presupuestos,cotización,cotizaciones,devis,报价,报价单',
  ],
  [
    kind('contract'),
    'contract,contracts,agreement,agreements,vertrag,verträge,verträgen,contrato,contratos,contrat,contrats,договор,договоры,договоров,合同',
  ],
  [
    kind('letter'),
    'letter,letters,brief,briefe,schreiben,carta,cartas,lettre,lettres,письмо,письма,писем,信件',
  ],
  [
    kind('email'),
    'email,emails,e-mail,e-mails,mails,correo electrónico,correos,courriel,courriels,邮件,电子邮件',
  ],
  [
    kind('report'),
    'report,reports,bericht,berichte,informe,informes,rapport,rapports,отчет,отчеты,отчетов,报告',
  ],
  [kind('minutes'), 'minutes,meeting minutes,protokoll,protokolle,acta,actas,протокол,протоколы,会议记录'],
  [kind('support_thread'), 'support thread,support threads,support ticket,support tickets,工单'],

  [
    compare('above'),
    'over,above,more than,greater than,larger than,bigger than,higher than,exceeding,>,über,mehr als,größer als,höher als,más de,más que,mayor de,mayor que,mayor a,mayores de,mayores que,mayores a,superior a,superiores a,por encima de,plus de,supérieur à,supérieure à,supérieurs à,supérieures à,au-dessus de,больше,более,свыше,выше,больше чем,超过,大于,高于,多于',
  ],
  [
    compare('atLeast'),
    'at least,minimum,min,not less than,no less than,not under,>=,≥,mindestens,wenigstens,nicht unter,al menos,como mínimo,mínimo,au moins,au minimum,не менее,как минимум,至少,不少于,不低于',
  ],
  [compare('atLeast', true), 'from,ab,desde,à partir de,от'],
  [
    compare('below'),
    'under,below,less than,smaller than,lower than,cheaper than,<,unter,weniger als,kleiner als,menos de,menos que,menor de,menor que,menor a,menores de,menores que,menores a,inferior a,inferiores a,por debajo de,moins de,inférieur à,inférieure à,inférieurs à,inférieures à,au-dessous de,меньше,менее,ниже,меньше чем,低于,少于,小于,不到,不足',
  ],
  [
    compare('atMost'),
    'at most,maximum,max,not more than,no more than,not over,not above,<=,≤,höchstens,maximal,nicht über,nicht mehr als,como máximo,máximo,a lo sumo,no más de,au plus,au maximum,pas plus de,не более,не больше,максимум,最多,不超过,不高于',
  ],
  [compare('atMost', true), 'up to,bis zu,bis,hasta,jusqu à,до'],
  [
    compare('about'),
    'about,around,roughly,approximately,circa,ca,rund,etwa,ungefähr,alrededor de,unos,unas,environ,около,примерно,大约,约',
  ],
  [compare('equal'), 'exactly,equal to,=,genau,exactamente,exactement,ровно,正好,等于'],
  [{ tag: 'between' }, 'between,zwischen,entre,между,介于'],
  [{ tag: 'and' }, 'and,to,und,y,hasta,et,bis,и,和,到,至'],
  [currency('EUR'), 'eur,euro,euros,€,евро,欧元'],
  [currency('USD'), 'usd,dollar,dollars,$,us$,dólar,dólares,доллар,доллара,долларов,美元'],
  [currency('GBP'), 'gbp,pound,pounds,£,pfund,libra,libras,livres sterling,фунт,фунтов,英镑'],
  [currency('CHF'), 'chf,franken,francos suizos,francs suisses'],
  [currency('RUB'), 'rub,₽,рубль,рубля,рублей,руб'],
  [currency('CNY'), 'cny,rmb,yuan,元,人民币,人民币元,юаней'],
  [currency('JPY'), 'jpy,yen,¥,日元'],
  [currency('PLN'), 'pln,zł,zloty'],
  [{ tag: 'times', factor: 1_000 }, 'k,thousand,tsd,tausend,mil,mille,тыс,тысяч,тысячи,千'],
  [{ tag: 'times', factor: 10_000 }, '万'],
  [
    { tag: 'times', factor: 1_000_000 },
    'm,mio,million,millions,millionen,millón,millones,млн,миллион,миллионов',
  ],
  [{ tag: 'amountOf', field: 'net_total' }, 'net,netto,neto,neta,net total,hors taxes,ht,нетто'],
  [{ tag: 'amountOf', field: 'tax_total' }, 'tax,vat,mwst,steuer,umsatzsteuer,iva,impuestos,tva,ндс,税额'],
  [
    { tag: 'amountOf', field: 'due_amount' },
    'amount due,due amount,balance due,offener betrag,importe pendiente,solde,к оплате',
  ],
  [
    { tag: 'amountOf', field: 'grand_total' },
    'total,gross,totalling,amount,brutto,summe,betrag,gesamtbetrag,importe,importe total,bruto,montant,ttc,сумма,на сумму,总额,金额',
  ],

  [
    paid(true),
    'paid,settled,bezahlt,bezahlte,bezahlten,beglichen,pagado,pagada,pagados,pagadas,abonadas,payé,payée,payés,payées,réglé,réglée,réglés,réglées,оплаченный,оплаченные,оплаченных,оплачены,оплачен,已付,已付款,已支付',
  ],
  [
    paid(false),
    'unpaid,unsettled,outstanding,unbezahlt,unbezahlte,unbezahlten,ausstehend,ausstehende,impagado,impagada,impagados,impagadas,sin pagar,pendientes de pago,pendiente de pago,impayé,impayée,impayés,impayées,à payer,неоплаченный,неоплаченные,неоплаченных,неоплачены,未付,未付款,未支付,没付款,没有付款',
  ],
  [
    { tag: 'paid', paid: false, onlyOf: 'bills' },
    'open,still open,offen,offene,offenen,noch offen,abierta,abiertas',
  ],
  [
    { tag: 'overdue' },
    'overdue,past due,überfällig,überfällige,überfälligen,vencido,vencida,vencidos,vencidas,en retard,просроченный,просроченные,просроченных,逾期',
  ],
  [{ tag: 'not' }, "not,never,aren't,isn't,haven't,hasn't,nicht,noch nicht,no,ne,pas,non,не,没有,不"],
  [
    { tag: 'without' },
    'without,except,excluding,but not,other than,ohne,außer,ausgenommen,sin,excepto,salvo,sans,sauf,hors,без,кроме,除了,不含',
  ],
  [
    { tag: 'review' },
    'needs review,need review,needing review,to review,to be reviewed,zu prüfen,zu prüfende,zur prüfung,por revisar,à vérifier,на проверку,待审核',
  ],

  [language('en'), 'in english,auf englisch,en inglés,en anglais,на английском,英文,英语'],
  [language('de'), 'in german,auf deutsch,en alemán,en allemand,на немецком,德文,德语'],
  [language('es'), 'in spanish,auf spanisch,en español,en espagnol,на испанском,西班牙文,西班牙语'],
  [language('fr'), 'in french,auf französisch,en francés,en français,на французском,法文,法语'],
  [language('ru'), 'in russian,auf russisch,en ruso,en russe,на русском,俄文,俄语'],
  [language('zh'), 'in chinese,auf chinesisch,en chino,en chinois,на китайском,中文'],

  [
    { tag: 'order', by: 'date', ascending: false },
    'newest,latest,most recent,neueste,neuesten,jüngste,más recientes,más reciente,les plus récents,les plus récentes,последние по дате,最新,最新的',
  ],
  [
    { tag: 'order', by: 'date', ascending: true },
    'oldest,älteste,ältesten,más antiguas,más antiguos,les plus anciens,les plus anciennes,самые старые,最旧',
  ],
  [
    { tag: 'order', by: 'amount', ascending: false },
    'largest,biggest,highest,most expensive,größte,größten,höchste,höchsten,teuerste,teuersten,más altas,más caras,les plus chers,les plus élevées,самые крупные,最大,最贵',
  ],
  [
    { tag: 'order', by: 'amount', ascending: true },
    'smallest,cheapest,lowest,kleinste,kleinsten,günstigste,niedrigste,más baratas,más baratos,les moins chers,самые дешевые,最小,最便宜',
  ],

  [
    { tag: 'filler' },
    'that,which,who,what,still,se,welche,welcher,qué,quelles,quels,какие,are,is,were,was,have,has,been,be,yet,all,any,show,me,find,list,get,give,please,the,a,an,of,with,worth,for,my,our,documents,document,files,die,der,das,den,dem,sind,ist,war,wurden,wurde,worden,alle,zeige,zeig,mir,finde,bitte,mit,von,vom,dokumente,noch,aus,que,están,esta,está,son,han,sido,todas,todos,las,los,el,la,con,muestra,busca,de,del,por,documentos,aún,todavía,qui,sont,est,ont,été,tous,toutes,les,le,des,du,avec,montre,cherche,trouve,encore,d,все,которые,были,покажи,найди,с,на,документы,еще,的,是,所有,查找,显示,文件,还',
  ],
]);
