import type { Language } from './language.js';

const list = (words: string): ReadonlySet<string> =>
  new Set(words.split(/\s+/).filter((word) => word !== ''));

/** Words too common to tell documents apart: the lists of the Snowball project (BSD), Chinese function words added. */
export const STOP_WORDS: Readonly<Record<Language, ReadonlySet<string>>> = {
  en: list(`i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers
    herself it its itself they them their theirs themselves what which who whom whose this that these those am is are
    was were be been being have has had having do does did doing done would shall should could can may might must will
    ought i'm you're he's she's it's we're they're i've you've we've they've i'd you'd he'd she'd we'd they'd i'll
    you'll he'll she'll we'll they'll isn't aren't wasn't weren't hasn't haven't hadn't doesn't don't didn't won't
    wouldn't shan't shouldn't can't cannot couldn't mustn't let's that's who's what's here's there's when's where's
    why's how's a an the and but if or because as until while of at by for with about against between into through
    during before after above below to from up down in out on off over under again further then once here there when
    where why how all any both each few more most other some such no nor not only own same so than too very also upon
    s t d ll m o re ve y`),
  de: list(`aber alle allem allen aller alles als also am an ander andere anderem anderen anderer anderes anderm andern
    anders auch auf aus bei bin bis bist da damit dann der den des dem die das dass daß derselbe derselben denselben
    desselben demselben dieselbe dieselben dasselbe dazu dein deine deinem deinen deiner deines denn derer dessen dich
    dir du dies diese diesem diesen dieser dieses doch dort durch ein eine einem einen einer eines einig einige einigem
    einigen einiger einiges einmal er ihn ihm es etwas euer eure eurem euren eurer eures für gegen gewesen hab habe
    haben hat hatte hatten hier hin hinter ich mich mir ihr ihre ihrem ihren ihrer ihres euch im in indem ins ist jede
    jedem jeden jeder jedes jene jenem jenen jener jenes jetzt kann kein keine keinem keinen keiner keines können
    könnte machen man manche manchem manchen mancher manches mein meine meinem meinen meiner meines mit muss musste
    nach nicht nichts noch nun nur ob oder ohne sehr sein seine seinem seinen seiner seines selbst sich sie ihnen sind
    so solche solchem solchen solcher solches soll sollte sondern sonst über um und uns unse unsem unsen unser unsere
    unserem unseren unserer unses unter viel vom von vor während war waren warst was weg weil weiter welche welchem
    welchen welcher welches wenn werde werden wie wieder will wir wird wirst wo wollen wollte wurde wurden würde würden
    wer wessen wem wen zu zum zur zwar zwischen`),
  fr: list(`au aux avec ce ces dans de des du elle en et eux il ils je la le les leur leurs lui ma mais me même mes moi
    mon ne nos notre nous on ou où par pas pour qu que qui quoi quel quelle quels quelles sa se ses si son sur ta te
    tes toi ton tu un une vos votre vous c d j l à m n s t y été étée étées étés étant suis es est sommes êtes sont
    serai seras sera serons serez seront serais serait serions seriez seraient étais était étions étiez étaient fus fut
    fûmes fûtes furent sois soit soyons soyez soient fusse fusses fût ayant eu eue eues eus ai as avons avez ont aurai
    auras aura aurons aurez auront aurais aurait aurions auriez auraient avais avait avions aviez avaient eut eûmes
    eûtes eurent aie aies ait ayons ayez aient comme dont donc car ni aussi plus cette cet ceci cela celle celui ceux
    celles lorsque puisque quand alors ainsi entre sans sous chez très tout toute tous toutes`),
  es: list(`de la que el en y a los del se las por un para con no una su al lo como más pero sus le ya o este sí porque
    esta entre cuando muy sin sobre también me hasta hay donde quien quién quienes desde todo nos durante todos uno les
    ni contra otros ese eso ante ellos e esto mí antes algunos qué cuál cuáles cómo cuándo dónde cuánto cuántos cuántas
    cuánta unos yo otro otras otra él tanto esa estos mucho nada muchos cual poco ella estar estas algunas algo nosotros
    mi mis tú te ti tu tus ellas nosotras vosotros vosotras os mío mía míos mías tuyo tuya tuyos tuyas suyo suya suyos
    suyas nuestro nuestra nuestros nuestras vuestro vuestra vuestros vuestras esos esas estoy estás está estamos están
    esté estén estaba estaban estuvo estuvieron estado estada he has ha hemos han haya hayan había habían hubo habido
    habrá soy eres es somos son sea sean será serán sería serían era eran fui fue fueron fuera siendo sido tengo tiene
    tenemos tienen tenga tengan tendrá tenía tenían tuvo tuvieron tenido`),
  ru: list(`и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по только ее её мне было вот от
    меня еще ещё нет о из ему теперь когда даже ну вдруг ли если уже или ни быть был него до вас нибудь опять уж вам
    сказал ведь там потом себя ничего ей может они тут где есть надо ней для мы тебя их чем была сам чтоб без будто
    человек чего раз тоже себе под жизнь будет ж тогда кто этот говорил того потому этого какой какая какие каким каких
    совсем ним здесь этом один почти мой тем чтобы нее неё кажется сейчас были куда зачем сказать всех никогда сегодня
    можно при наконец два об другой хоть после над больше тот через эти нас про всего них много разве сказала три эту
    моя впрочем хорошо свою этой перед иногда лучше чуть том нельзя такой им более всегда конечно всю между это которая
    которые который которого которой которых которым сколько является`),
  zh: list(`的 了 在 是 我 有 和 就 不 人 都 一 一个 上 也 很 到 说 要 去 你 会 着 没有 看 自己 这 那 他 她 它 们 我们 你们
    他们 她们 它们 与 及 或 而 但 但是 并 并且 其 之 于 以 为 对 从 由 被 把 将 所 等 个 中 该 此 这个 那个 这些 那些 哪 哪个
    哪些 什么 谁 多少 几 怎么 怎样 如何 为什么 吗 呢 吧 啊 因为 所以 如果 虽然 以及 还 又 再 更 最 只 才 向 跟 同 给 让 使`),
};
