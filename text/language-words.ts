import { STOP_WORDS } from './stop-words.js';

const list = (words: string): ReadonlySet<string> =>
  new Set(words.split(/\s+/).filter((word) => word !== ''));

/** Common words by language (ISO 639-1) of Latin and Cyrillic letters: those of `STOP_WORDS`, and the commonest of others. */
export const LANGUAGE_WORDS: Readonly<Record<string, ReadonlySet<string>>> = {
  en: STOP_WORDS.en,
  de: STOP_WORDS.de,
  fr: STOP_WORDS.fr,
  es: STOP_WORDS.es,
  it: list(`il lo la gli le un uno una di del della dei delle degli da dal dalla in nel nella con su sul sulla per tra fra
    che chi non è sono era ha hanno e ed o ma se come anche più questo questa quello essere stato suo sua loro ci si al alla ai
    alle entro dopo prima ogni quando dove perché molto tutti siamo abbiamo vostra nostra gentile oggi`),
  nl: list(`de het een en van in op te met voor niet is zijn was er aan ook dat die dit deze door over bij tot uit maar om als
    naar dan nog wel geen wordt worden werd kan moet hebben heeft had ik je jij we wij u uw ons onze hun haar hem wat wie
    waar wanneer binnen tussen na alle meer veel`),
  pt: list(`o a os as um uma de do da dos das em no na nos nas por pelo pela com para que não se é são foi ser está ao à aos
    às e ou mas como mais muito também este esta esse essa isso seu sua seus suas nós você vocês eles quando onde já
    até entre sobre depois antes todos foram tem têm`),
  pl: list(`i w z na do nie się że to jest o jak po za od przez dla ale czy który która które tego tym są był była było
    być może oraz lub ich jego jej przy już tylko także pod nad bardzo ze we mi nam pan pani proszę dni co gdy`),
  tr: list(`ve bir bu da de için ile olarak çok daha en gibi ne o ama var yok değil mi mı olan sonra kadar her ben biz siz
    onlar şu ki veya ya hem ise içinde üzere göre olduğu tarafından nasıl neden bütün`),
  sv: list(`och att det i en ett är som på för med av den till inte om har de vi jag du kan från men eller var ska ni sig
    så vid också efter under mellan alla när där vår era detta dessa skulle hade blir`),
  da: list(`og at det i en et er som på for med af den til ikke om har de vi jeg du kan fra men eller var skal sig så ved
    også efter under mellem alle når hvor vores deres dette disse skulle havde bliver hvad være blev uge mig dig noget meget nogle kun`),
  no: list(`og at det i en et er som på for med av den til ikke om har de vi jeg du kan fra men eller var skal seg så ved
    også etter under mellom alle når hvor vår deres dette disse skulle hadde blir hva være bare noe ble uke meg deg mye noen kun`),
  fi: list(`ja on ei se että oli joka mutta tai niin kuin hän ovat myös vain jos kun mitä tämä sen sitä ole olla
    voi me te he minä sinä kanssa jälkeen ennen kaikki meidän teidän mukaan sekä noin`),
  cs: list(`a v se na je že s z do o k i ale by pro jako po jeho jsou nebo byl byla bylo být od podle který která které
    jen také není při už této tento tím co kdy kde všechny mezi prosím dní ve ze si`),
  ro: list(`și de la în cu pe nu o un este din că pentru mai sunt care se a al ale au fi prin după fost sau dar
    această acest aceste lor lui ei noi voi când unde foarte până între toate`),
  hu: list(`a az és hogy nem is egy van volt meg de csak el mint már ki ha vagy ez azt még lehet kell minden amely
    után szerint között ezt olyan mi ők nagyon ennek`),
  id: list(`yang dan di dengan untuk dari pada ini itu tidak akan adalah dalam ke oleh juga atau sebagai telah dapat saya
    kami kita mereka ada karena sudah lebih bisa harus setelah antara semua`),
  vi: list(`và của là có không được cho các một trong người này với những để đã khi từ ở cũng như đến tôi chúng về
    nhưng thì sẽ phải nếu còn`),
  hr: list(`i u je na se da za su od s o kao ali ne koji koja koje to ili bi iz po što nije biti ovo samo kada gdje
    više sve prema između`),
  ru: STOP_WORDS.ru,
  uk: list(`і й та в у на що не з до як це за від для але його її їх був була було бути є або також тільки які який
    яка коли де ми ви вони щоб після між усі може`),
  bg: list(`и на да в се за от с е не по като че са до или но това ще който която които при след само има към тази този
    между всички може беше`),
  be: list(`і ў на што не з да як гэта за ад для але яго яе іх быў была было быць ёсць або таксама толькі які якая калі дзе
    мы вы яны каб пасля паміж усе можа`),
};

/** Letters that few languages write. */
export const LANGUAGE_LETTERS: Readonly<Record<string, RegExp>> = {
  de: /[äöüß]/giu,
  fr: /[àâæçèêëîïôœùûÿ]/giu,
  es: /[ñ¿¡áíóú]/giu,
  it: /[àèìòù]/giu,
  pt: /[ãõçáâêôé]/giu,
  pl: /[ąćęłńśźż]/giu,
  tr: /[ğışİç]/gu,
  sv: /[åäö]/giu,
  da: /[æøå]/giu,
  no: /[æøå]/giu,
  fi: /[äö]/giu,
  cs: /[ěščřžýůď]/giu,
  ro: /[ășțşţ]/giu,
  hu: /[őűáéíóöü]/giu,
  vi: /[đơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/giu,
  hr: /[čćšžđ]/giu,
  ru: /[ыэёь]/giu,
  uk: /[іїєґ]/giu,
  bg: /[ъщ]/giu,
  be: /[ўі]/giu,
};
