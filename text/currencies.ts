/** Signs and short forms of currencies and the ISO 4217 code that they stand for most often. */
export const CURRENCY_SIGNS: ReadonlyMap<string, string> = new Map([
  ['€', 'EUR'],
  ['$', 'USD'],
  ['US$', 'USD'],
  ['A$', 'AUD'],
  ['C$', 'CAD'],
  ['S$', 'SGD'],
  ['HK$', 'HKD'],
  ['R$', 'BRL'],
  ['£', 'GBP'],
  ['¥', 'JPY'],
  ['￥', 'CNY'],
  ['元', 'CNY'],
  ['₽', 'RUB'],
  ['руб', 'RUB'],
  ['₹', 'INR'],
  ['₩', 'KRW'],
  ['₺', 'TRY'],
  ['zł', 'PLN'],
  ['Kč', 'CZK'],
  ['Ft', 'HUF'],
  ['kr', 'SEK'],
  ['Fr.', 'CHF'],
  ['SFr.', 'CHF'],
  ['RM', 'MYR'],
  ['Rp', 'IDR'],
  ['Euro', 'EUR'],
  ['euros', 'EUR'],
]);

/** The ISO 4217 codes that are read in texts. */
export const CURRENCY_CODES: readonly string[] =
  `EUR USD GBP CHF JPY CNY AUD CAD NZD SEK NOK DKK ISK PLN CZK HUF RON BGN HRK RUB UAH TRY ILS AED SAR QAR KWD EGP ZAR
  NGN KES INR PKR BDT LKR THB VND MYR SGD IDR PHP HKD TWD KRW BRL ARS CLP COP MXN PEN UYU`.split(/\s+/);
