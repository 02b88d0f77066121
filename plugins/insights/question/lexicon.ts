import type { AnalyticsProgram, AnalyticsSource } from 'tributary/sdk';
import { fold } from 'tributary/text';

type Of = AnalyticsProgram['measure']['of'];
export type Unit = 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year';

/** What a phrase means to the grammar. */
export type Meaning =
  | { tag: 'measure'; of: Of; isLong?: boolean }
  /** What is asked of: a source, with the field that a measure is of, and how it is measured if nothing is said. */
  | { tag: 'subject'; source: AnalyticsSource; field?: string; of: Of; filters?: AnalyticsProgram['filters'] }
  | { tag: 'kind'; kind: string }
  | { tag: 'dimension'; fields: Partial<Record<AnalyticsSource, string>> }
  | { tag: 'by' }
  | { tag: 'which' }
  | { tag: 'top'; isLowest: boolean }
  | { tag: 'every'; unit: Unit }
  | { tag: 'overTime' }
  | { tag: 'compare'; is: 'ABOVE' | 'AT_LEAST' | 'AT_MOST' | 'BELOW' }
  | { tag: 'currency'; code: string }
  | { tag: 'from' }
  | { tag: 'to' }
  | { tag: 'time'; time: string }
  | { tag: 'unit'; unit: Unit }
  | { tag: 'relative'; back: number }
  | { tag: 'day'; back: number }
  | { tag: 'month'; month: number }
  | { tag: 'quarter'; quarter: number }
  | { tag: 'since' }
  | { tag: 'until' }
  | { tag: 'between' }
  | { tag: 'and' }
  | { tag: 'filler' };

const isTrue = (field: string) => [{ field, is: 'EQUALS' as const, values: ['true'] }];
const isFalse = (field: string) => [{ field, is: 'EQUALS' as const, values: ['false'] }];
const documents = (field: string, of: Of): Meaning => ({ tag: 'subject', source: 'documents', field, of });
const runs = (field: string, of: Of): Meaning => ({ tag: 'subject', source: 'runs', field, of });

/** Phrases by meaning, in English, German and Spanish; what two languages share stands once. */
const lists: readonly (readonly [Meaning, string])[] = [
  [
    { tag: 'measure', of: 'count' },
    'how many,number of,count,count of,wie viele,anzahl,anzahl der,cuántos,cuántas,número de,cantidad de',
  ],
  [
    { tag: 'measure', of: 'sum' },
    'how much,total,sum,sum of,altogether,overall,wie viel,wieviel,summe,summe der,gesamt,insgesamt,gesamtbetrag,cuánto,cuánta,suma,suma de,importe total,en total',
  ],
  [
    { tag: 'measure', of: 'mean' },
    'average,mean,avg,on average,durchschnitt,durchschnittlich,durchschnittliche,durchschnittlicher,durchschnittlichen,im durchschnitt,mittlere,mittlerer,promedio,media,medio,en promedio',
  ],
  [{ tag: 'measure', of: 'median' }, 'median,typical,mediana,typisch,típico'],
  [
    { tag: 'measure', of: 'max' },
    'maximum,max,largest,biggest,highest,most expensive,longest,slowest,größte,größter,höchste,höchster,höchsten,teuerste,längste,máximo,máxima,mayor,más alta,más alto,más cara',
  ],
  [
    { tag: 'measure', of: 'min' },
    'minimum,min,smallest,lowest,cheapest,shortest,fastest,kleinste,kleinster,niedrigste,niedrigster,günstigste,kürzeste,mínimo,mínima,menor,más baja,más bajo,más barata',
  ],
  [
    { tag: 'measure', of: 'share' },
    'share,share of,rate,percentage,percentage of,proportion,proportion of,fraction,fraction of,what part,anteil,anteil der,quote,prozent,prozentsatz,porcentaje,porcentaje de,proporción,proporción de,tasa,tasa de',
  ],
  [{ tag: 'measure', of: 'mean', isLong: true }, 'how long,wie lange,cuánto tiempo'],
  [
    { tag: 'subject', source: 'documents', of: 'count' },
    'document,documents,uploads,files,dokument,dokumente,dokumenten,unterlagen,documento,documentos',
  ],
  [
    documents('amount', 'sum'),
    'amount,amounts,spend,spending,spent,did we spend,revenue,turnover,value,invoiced,invoiced amount,billed,expenses,expense,paid,betrag,beträge,ausgaben,ausgegeben,umsatz,rechnungsbetrag,kosten,importe,importes,gasto,gastos,gastado,gastamos,facturado,ingresos,valor',
  ],
  [
    documents('tax', 'sum'),
    'tax,taxes,vat,steuer,steuern,mehrwertsteuer,mwst,umsatzsteuer,iva,impuesto,impuestos',
  ],
  [
    documents('termDays', 'mean'),
    'payment term,payment terms,terms of payment,zahlungsziel,zahlungsfrist,plazo de pago,plazos de pago',
  ],
  [documents('confidence', 'mean'), 'confidence,extraction confidence,konfidenz,sicherheit,confianza'],
  [
    documents('corrected', 'share'),
    'corrected,correction,corrections,korrigiert,korrigierte,korrekturen,corregido,corregidos,correcciones',
  ],
  [documents('hasOrder', 'share'), 'with an order,have an order,mit bestellung,con pedido'],
  [
    { tag: 'subject', source: 'runs', of: 'count' },
    'run,runs,answers,calls,ai runs,läufe,antworten,aufrufe,ejecuciones,respuestas,llamadas',
  ],
  [
    runs('costUsd', 'sum'),
    'cost,costs,model cost,model costs,ai cost,ai costs,cost of models,cost of ai,modellkosten,ki kosten,coste,costes,costo,costos,coste de los modelos',
  ],
  [
    runs('durationMs', 'median'),
    'latency,duration,response time,response times,run time,latenz,dauer,antwortzeit,antwortzeiten,laufzeit,latencia,duración,tiempo de respuesta',
  ],
  [runs('inputTokens', 'sum'), 'input tokens,tokens read,eingabetoken,tokens de entrada'],
  [runs('outputTokens', 'sum'), 'tokens,output tokens,tokens written,ausgabetoken,tokens de salida'],
  [
    runs('answered', 'share'),
    'answered,success rate,answer rate,beantwortet,erfolgsquote,respondidas,tasa de éxito',
  ],
  [
    { tag: 'subject', source: 'runs', of: 'count', filters: isFalse('answered') },
    'failures,failed runs,unanswered runs,failed,fehlgeschlagen,fehlgeschlagene läufe,fehler,fallos,fallidas,errores',
  ],
  [
    { tag: 'subject', source: 'reviews', of: 'count' },
    'review,reviews,prüfung,prüfungen,revisión,revisiones',
  ],
  [
    { tag: 'subject', source: 'reviews', of: 'count', filters: isTrue('open') },
    'open reviews,offene prüfungen,revisiones abiertas',
  ],
  [
    { tag: 'subject', source: 'reviews', of: 'mean', field: 'resolutionMs' },
    'review time,time to review,time to decide,prüfdauer,prüfzeit,tiempo de revisión',
  ],
  [
    { tag: 'subject', source: 'reviews', of: 'share', field: 'approved' },
    'approved,approval rate,approvals,genehmigt,genehmigungsquote,aprobadas,tasa de aprobación',
  ],
  [
    { tag: 'subject', source: 'recommendations', of: 'count' },
    'recommendation,recommendations,empfehlung,empfehlungen,recomendación,recomendaciones',
  ],
  [
    { tag: 'subject', source: 'recommendations', of: 'share', field: 'accepted' },
    'accepted,acceptance,acceptance rate,accepted recommendations,angenommen,angenommene empfehlungen,annahmequote,aceptadas,tasa de aceptación',
  ],

  [{ tag: 'kind', kind: 'invoice' }, 'invoice,invoices,bill,bills,rechnung,rechnungen,factura,facturas'],
  [{ tag: 'kind', kind: 'receipt' }, 'receipt,receipts,quittung,quittungen,beleg,belege,recibo,recibos'],
  [
    { tag: 'kind', kind: 'purchase_order' },
    'order,orders,purchase order,purchase orders,bestellung,bestellungen,pedido,pedidos',
  ],
  [
    { tag: 'kind', kind: 'credit_note' },
    'credit note,credit notes,gutschrift,gutschriften,nota de crédito,notas de crédito',
  ],
  [{ tag: 'kind', kind: 'contract' }, 'contract,contracts,vertrag,verträge,verträgen,contrato,contratos'],
  [{ tag: 'kind', kind: 'letter' }, 'letter,letters,brief,briefe,carta,cartas'],

  [
    { tag: 'dimension', fields: { documents: 'seller' } },
    'supplier,suppliers,seller,sellers,vendor,vendors,lieferant,lieferanten,verkäufer,proveedor,proveedores,vendedor,vendedores',
  ],
  [
    { tag: 'dimension', fields: { documents: 'buyer' } },
    'customer,customers,buyer,buyers,client,clients,kunde,kunden,käufer,cliente,clientes,comprador,compradores',
  ],
  [
    { tag: 'dimension', fields: { documents: 'kind', recommendations: 'kind' } },
    'kind,kinds,type,types,art,arten,typ,typen,tipo,tipos,clase',
  ],
  [
    { tag: 'dimension', fields: { documents: 'currency' } },
    'currency,currencies,währung,währungen,moneda,monedas,divisa',
  ],
  [{ tag: 'dimension', fields: { documents: 'status' } }, 'status,zustand,estado'],
  [
    { tag: 'dimension', fields: { runs: 'capability' } },
    'capability,capabilities,fähigkeit,fähigkeiten,capacidad,capacidades,función',
  ],
  [{ tag: 'dimension', fields: { runs: 'model' } }, 'model,models,modell,modelle,modelo,modelos'],
  [{ tag: 'dimension', fields: { runs: 'engine' } }, 'engine,engines,motor,motores'],
  [{ tag: 'dimension', fields: { runs: 'plugin' } }, 'plugin,plugins'],
  [
    { tag: 'dimension', fields: { runs: 'outcome', reviews: 'outcome' } },
    'outcome,outcomes,result,results,ergebnis,ergebnisse,resultado,resultados',
  ],
  [
    { tag: 'dimension', fields: { recommendations: 'decision' } },
    'decision,decisions,entscheidung,entscheidungen,decisión,decisiones',
  ],

  [
    { tag: 'by' },
    'by,per,for each,grouped by,split by,broken down by,each,every,nach,pro,je,für jeden,für jede,por,por cada,según',
  ],
  [{ tag: 'which' }, 'which,what,who,welche,welcher,welches,welchem,wer,qué,cuál,cuáles,quién'],
  [{ tag: 'top', isLowest: false }, 'top,die größten,los mayores,las mayores,principales'],
  [{ tag: 'top', isLowest: true }, 'bottom,die kleinsten,los menores'],
  [{ tag: 'every', unit: 'hour' }, 'hourly,stündlich'],
  [{ tag: 'every', unit: 'day' }, 'daily,täglich,diario,diaria,diariamente'],
  [{ tag: 'every', unit: 'week' }, 'weekly,wöchentlich,semanal,semanalmente'],
  [{ tag: 'every', unit: 'month' }, 'monthly,monatlich,monatliche,mensual,mensuales,mensualmente'],
  [
    { tag: 'overTime' },
    'over time,trend,trend of,develop,developed,development,im zeitverlauf,verlauf,entwicklung,entwickelt,a lo largo del tiempo,evolución,tendencia',
  ],
  [
    { tag: 'compare', is: 'ABOVE' },
    'over,above,more than,greater than,larger than,exceeding,>,über,mehr als,größer als,más de,superior a,superiores a,mayor que',
  ],
  [{ tag: 'compare', is: 'AT_LEAST' }, 'at least,>=,mindestens,al menos,como mínimo'],
  [{ tag: 'compare', is: 'AT_MOST' }, 'at most,up to,<=,höchstens,maximal,como máximo'],
  [
    { tag: 'compare', is: 'BELOW' },
    'under,below,less than,smaller than,<,unter,weniger als,menos de,inferior a,inferiores a,menor que',
  ],
  [{ tag: 'currency', code: 'EUR' }, 'eur,euro,euros,€'],
  [{ tag: 'currency', code: 'USD' }, 'usd,dollar,dollars,$,us dollars,dólar,dólares'],
  [{ tag: 'currency', code: 'GBP' }, 'gbp,pound,pounds,£,pfund,libra,libras'],
  [{ tag: 'currency', code: 'CHF' }, 'chf,franken,francos'],
  [
    { tag: 'time', time: 'uploadedAt' },
    'uploaded,received,came in,arrived,hochgeladen,eingegangen,erhalten,subidos,subidas,recibidas,recibidos',
  ],
  [{ tag: 'time', time: 'issueDate' }, 'issued,dated,ausgestellt,emitidas,emitidos'],
  [{ tag: 'time', time: 'dueDate' }, 'due,falling due,fällig,vencen'],
  [{ tag: 'from' }, 'from,with,at,of,by,von,vom,bei,mit,de,con,del'],
  [{ tag: 'to' }, 'to,for,an,für,a,para'],
  [{ tag: 'unit', unit: 'hour' }, 'hour,hours,stunde,stunden,hora,horas'],
  [{ tag: 'unit', unit: 'day' }, 'day,days,tag,tage,tagen,día,días'],
  [{ tag: 'unit', unit: 'week' }, 'week,weeks,woche,wochen,semana,semanas'],
  [{ tag: 'unit', unit: 'month' }, 'month,months,monat,monate,monaten,mes,meses'],
  [{ tag: 'unit', unit: 'quarter' }, 'quarter,quarters,quartal,quartale,quartalen,trimestre,trimestres'],
  [{ tag: 'unit', unit: 'year' }, 'year,years,jahr,jahre,jahren,año,años'],
  [
    { tag: 'relative', back: 1 },
    'last,past,previous,letzte,letzten,letzter,letztes,letztem,vergangene,vergangenen,voriges,vorigen,último,última,últimos,últimas,pasado,pasada,pasados',
  ],
  [{ tag: 'relative', back: 0 }, 'this,current,diese,diesen,dieser,dieses,diesem,este,esta,estos'],
  [{ tag: 'day', back: 0 }, 'today,heute,hoy'],
  [{ tag: 'day', back: 1 }, 'yesterday,gestern,ayer'],
  [{ tag: 'since' }, 'since,starting,seit,ab,desde'],
  [{ tag: 'until' }, 'until,till,before,bis,vor,hasta,antes de'],
  [{ tag: 'between' }, 'between,zwischen,entre'],
  [{ tag: 'and' }, 'and,und,y,to,bis,hasta,a,-'],
  [{ tag: 'quarter', quarter: 1 }, 'q1,first quarter,erstes quartal,ersten quartal,primer trimestre'],
  [{ tag: 'quarter', quarter: 2 }, 'q2,second quarter,zweites quartal,zweiten quartal,segundo trimestre'],
  [{ tag: 'quarter', quarter: 3 }, 'q3,third quarter,drittes quartal,dritten quartal,tercer trimestre'],
  [{ tag: 'quarter', quarter: 4 }, 'q4,fourth quarter,viertes quartal,vierten quartal,cuarto trimestre'],
  ...[
    'january,jan,januar,enero',
    'february,feb,februar,febrero',
    'march,mar,märz,marzo',
    'april,apr,abril',
    'may,mai,mayo',
    'june,jun,juni,junio',
    'july,jul,juli,julio',
    'august,aug,agosto',
    'september,sep,sept,septiembre',
    'october,oct,oktober,okt,octubre',
    'november,nov,noviembre',
    'december,dec,dezember,dez,diciembre',
  ].map((names, at): [Meaning, string] => [{ tag: 'month', month: at + 1 }, names]),
  [
    { tag: 'filler' },
    'the,an,is,are,was,were,be,been,did,do,does,has,have,had,we,our,us,i,my,in,on,during,within,there,that,it,me,show,give,tell,please,list,all,get,got,make,made,came,come,happened,much,many,change,changed,of the,in the,at the,der,die,das,den,dem,des,ein,eine,einem,einer,ist,sind,war,waren,hat,haben,wurde,wurden,wir,unsere,unser,uns,im,am,es,gab,gibt,zeige,zeig,mir,bitte,alle,kamen,lo,la,el,los,las,un,una,es,son,fue,fueron,ha,han,hay,hubo,hemos,nuestro,nuestra,nuestros,en,durante,muestra,dame,por favor,todos,todas,tenemos,recibimos,que,se',
  ],
];

/** Folded phrases, their words joined by one blank, with all that they may mean. */
export const lexicon: ReadonlyMap<string, readonly Meaning[]> = (() => {
  const made = new Map<string, Meaning[]>();
  for (const [meaning, phrases] of lists) {
    for (const phrase of phrases.split(',')) {
      const folded = fold(phrase);
      made.set(folded, [...(made.get(folded) ?? []), meaning]);
    }
  }
  return made;
})();
