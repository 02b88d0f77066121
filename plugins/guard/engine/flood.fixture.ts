/** What, repeated, makes a careless pattern take quadratic time. */
export const floodParts: readonly string[] = [
  'a@',
  '1 ',
  '<',
  '[[CALL ',
  '<!--',
  'ignore all ',
  '\\color{white}{',
  '0123456789abcdef',
  'x@a.',
  '![a](http://',
];
