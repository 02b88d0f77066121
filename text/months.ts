/** Month names and their abbreviations (en de fr es it nl pt ru), folded to lower case without diacritics. */
export const MONTHS: ReadonlyMap<string, number> = new Map(
  [
    'january jan januar janner jan janvier janv enero ene gennaio gen januari janeiro января янв январь',
    'february feb februar febr feber fevrier fevr fev febrero febbraio februari fevereiro февраля фев февраль',
    'march mar marz mrz mars marzo maart mrt marco марта мар март',
    'april apr avril avr abril abr aprile апреля апр апрель',
    'may mai mayo maggio mag mei maio мая май маи',
    'june jun juni juin junio giugno giu junho июня июн июнь',
    'july jul juli juillet juil julio luglio lug julho июля июл июль',
    'august aug aout agosto ago augustus августа авг август',
    'september sep sept septembre septiembre set settembre setembro сентября сен сент сентябрь',
    'october oct oktober okt octobre octubre ottobre ott outubro out октября окт октябрь',
    'november nov novembre noviembre novembro ноября ноя нояб ноябрь',
    'december dec dezember dez decembre diciembre dic dicembre dezembro декабря дек декабрь',
  ].flatMap((names, index) => names.split(' ').map((name): [string, number] => [name, index + 1])),
);
