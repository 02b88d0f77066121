import { type Lexicon, lexiconOf, type Meaning } from './lexicon.js';

const unit = (name: Extract<Meaning, { tag: 'unit' }>['unit']): Meaning => ({ tag: 'unit', unit: name });
const period = (
  which: Extract<Meaning, { tag: 'period' }>['which'],
  name: Extract<Meaning, { tag: 'unit' }>['unit'],
): Meaning => ({
  tag: 'period',
  which,
  unit: name,
});
const days = (by: Extract<Meaning, { tag: 'days' }>['by']): Meaning => ({ tag: 'days', by });

const months = [
  'january,jan,januar,jänner,enero,ene,janvier,января,январь,январе,一月,一月份',
  'february,feb,februar,febrero,février,févr,февраля,февраль,феврале,二月,二月份',
  'march,mar,märz,mrz,marzo,mars,марта,март,марте,三月,三月份',
  'april,apr,abril,abr,avril,avr,апреля,апрель,апреле,四月,四月份',
  'may,mai,mayo,мая,май,мае,五月,五月份',
  'june,jun,juni,junio,juin,июня,июнь,июне,六月,六月份',
  'july,jul,juli,julio,juillet,июля,июль,июле,七月,七月份',
  'august,aug,agosto,ago,août,августа,август,августе,八月,八月份',
  'september,sep,sept,septiembre,septembre,сентября,сентябрь,сентябре,九月,九月份',
  'october,oct,oktober,okt,octubre,octobre,октября,октябрь,октябре,十月,十月份',
  'november,nov,noviembre,novembre,ноября,ноябрь,ноябре,十一月,十一月份',
  'december,dec,dezember,dez,diciembre,dic,décembre,декабря,декабрь,декабре,十二月,十二月份',
];

/** Words of dates, of all languages: they hardly collide. */
export const dateWords: Lexicon = lexiconOf([
  ...months.map((names, at): [Meaning, string] => [{ tag: 'month', month: at + 1 }, names]),
  ...[1, 2, 3, 4].map((quarter): [Meaning, string] => [{ tag: 'quarter', quarter }, `q${quarter}`]),
  [
    { tag: 'quarter', quarter: 1 },
    'first quarter,erstes quartal,ersten quartal,primer trimestre,premier trimestre,первый квартал,первом квартале,第一季度',
  ],
  [
    { tag: 'quarter', quarter: 2 },
    'second quarter,zweites quartal,zweiten quartal,segundo trimestre,deuxième trimestre,второй квартал,втором квартале,第二季度',
  ],
  [
    { tag: 'quarter', quarter: 3 },
    'third quarter,drittes quartal,dritten quartal,tercer trimestre,troisième trimestre,третий квартал,третьем квартале,第三季度',
  ],
  [
    { tag: 'quarter', quarter: 4 },
    'fourth quarter,viertes quartal,vierten quartal,cuarto trimestre,quatrième trimestre,четвертый квартал,четвертом квартале,第四季度',
  ],
  [{ tag: 'day', back: 0 }, 'today,heute,hoy,aujourd hui,сегодня,今天'],
  [{ tag: 'day', back: 1 }, 'yesterday,gestern,ayer,hier,вчера,昨天'],
  [{ tag: 'day', back: -1 }, 'tomorrow,morgen,mañana,demain,завтра,明天'],
  [period('next', 'week'), '下周'],
  [period('next', 'month'), '下个月,下月'],
  [period('next', 'year'), '明年'],
  [
    { tag: 'which', which: 'next' },
    'next,coming,nächste,nächsten,nächster,nächstes,kommende,kommenden,próximo,próxima,prochain,prochaine,следующий,следующем,следующей',
  ],
  [period('last', 'week'), '上周,上星期'],
  [period('this', 'week'), '本周,这周,这星期'],
  [period('last', 'month'), '上个月,上月'],
  [period('this', 'month'), '本月,这个月'],
  [period('last', 'quarter'), '上季度,上个季度'],
  [period('this', 'quarter'), '本季度'],
  [period('last', 'year'), '去年'],
  [period('this', 'year'), '今年,本年'],
  [unit('day'), 'day,days,tag,tage,tagen,día,días,jour,jours,день,дня,дней,天'],
  [
    unit('week'),
    'week,weeks,woche,wochen,semana,semanas,semaine,semaines,неделя,неделю,неделе,недели,недель,周',
  ],
  [unit('month'), 'month,months,monat,monate,monaten,mes,meses,mois,месяц,месяце,месяца,месяцев,个月'],
  [unit('quarter'), 'quarter,quarters,quartal,quartale,trimestre,trimestres,квартал,квартале'],
  [unit('year'), 'year,years,jahr,jahre,jahren,año,años,an,ans,année,années,год,году,года,лет,年'],
  [
    { tag: 'which', which: 'last' },
    'last,past,previous,letzte,letzten,letzter,letztes,letztem,vergangene,vergangenen,vorige,vorigen,voriges,pasado,pasada,pasados,último,última,últimos,últimas,anterior,dernier,dernière,derniers,dernières,passé,passée,прошлый,прошлом,прошлой,прошлого,прошлую,последние,последних,过去,最近',
  ],
  [
    { tag: 'which', which: 'this' },
    'this,current,diese,diesen,dieser,dieses,diesem,este,esta,ce,cette,этот,этом,этой,эту,本',
  ],
  [days('from'), 'since,from,starting,seit,ab,desde,depuis,à partir de,с,начиная с,自,从'],
  [days('to'), 'until,till,up to,through,bis,hasta,jusqu à,до'],
  [days('before'), 'before,vor,vor dem,antes de,antes del,avant,перед'],
  [days('after'), 'after,nach,nach dem,después de,después del,après,после'],
  [
    days('in'),
    'in,im,on,of,during,within,am,aus,vom,von,während,en,de,del,durante,du,au,pendant,dans,в,за,в течение,在',
  ],
  [
    { tag: 'dateOf', field: 'uploaded' },
    'uploaded,added,received,hochgeladen,hochgeladene,hochgeladenen,subido,subidos,subidas,importé,importés,importées,загруженные,上传',
  ],
  [
    { tag: 'dateOf', field: 'due_date' },
    'due,payable,fällig,fällige,fälligen,vencen,vence,échéance,к оплате до,到期',
  ],
  [
    { tag: 'dateOf', field: 'issue_date' },
    'dated,issued,datiert,ausgestellt,ausgestellte,emitida,emitidas,emitido,emitidos,daté,datés,datées,émises,выставленные,开具',
  ],
]);
