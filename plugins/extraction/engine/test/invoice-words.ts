/**
 * What invoices of eight languages print, for invoices that tests make. These lists are what people write, gathered
 * apart from the rules: a rule is not to be copied here, nor a label left out because no rule reads it.
 */
export interface InvoiceWords {
  title: string[];
  creditTitle: string[];
  number: string[];
  creditNumber: string[];
  date: string[];
  /** Between the number and the date of a title: `Rechnung Nr. 7 vom 3.5.2031`. */
  of: string;
  titleNumber: string[];
  otherDates: string[];
  otherNumbers: string[];
  period: string;
  due: string[];
  net: string[];
  /** `%` stands for the rate. */
  tax: string[];
  grand: string[];
  amountDue: string[];
  prepaid: string[];
  allowance: string[];
  charge: string[];
  rounding: string;
  /** Heads of description, quantity, price and total. */
  goods: [string, string, string, string][];
  rateHead: [rate: string, base: string, tax: string, gross: string];
  months: string[];
  /** A month and day written out: `D`, `M`, `Y`. */
  written: string[];
  numeric: string[];
  amounts: ('1.234,56' | '1,234.56' | '1 234,56' | "1'234.56" | '1234,56' | '1234.56')[];
  currency: string;
  place: string;
  company: string[];
  street: string;
  town: string;
  notes: string[];
}

/** Parts of a list that bars divide. */
export const list = (text: string) => text.split('|').map((each) => each.trim());
