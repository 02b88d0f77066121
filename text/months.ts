/** Month names and their abbreviations (en de fr es it nl pt pl ru), folded to lower case without diacritics. */
export const MONTHS: ReadonlyMap<string, number> = new Map(
  [
    'january jan januar janner jan janvier janv enero ene gennaio gen januari janeiro января янв январь stycznia sty styczen',
    'february feb februar febr feber fevrier fevr fev febrero febbraio februari fevereiro февраля фев февраль lutego lut luty',
    'march mar marz mrz mars marzo maart mrt marco марта мар март marca marzec',
    'april apr avril avr abril abr aprile апреля апр апрель kwietnia kwi kwiecien',
    'may mai mayo maggio mag mei maio мая май маи maja maj',
    'june jun juni juin junio giugno giu junho июня июн июнь czerwca cze czerwiec',
    'july jul juli juillet juil julio luglio lug julho июля июл июль lipca lip lipiec',
    'august aug aout agosto ago augustus августа авг август sierpnia sie sierpien',
    'september sep sept septembre septiembre set settembre setembro сентября сен сент сентябрь wrzesnia wrz wrzesien',
    'october oct oktober okt octobre octubre ottobre ott outubro out октября окт октябрь pazdziernika paz pazdziernik',
    'november nov novembre noviembre novembro ноября ноя нояб ноябрь listopada lis listopad',
    'december dec dezember dez decembre diciembre dic dicembre dezembro декабря дек декабрь grudnia gru grudzien',
  ].flatMap((names, index) => names.split(' ').map((name): [string, number] => [name, index + 1])),
);
