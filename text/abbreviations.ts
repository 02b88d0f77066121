/** Abbreviations after which a sentence goes on (en, de, fr, es, ru), without their last full stop. */
export const ABBREVIATIONS: ReadonlySet<string> = new Set(
  `mr mrs ms dr prof st sr jr vs no nos fig figs eq eqs ref refs vol vols pp ed eds dept univ approx est inc ltd co
  corp bros rev gen col capt lt sgt hon e.g i.e cf viz al ca resp incl excl ave blvd ph.d u.s u.k a.m p.m jan feb mar
  apr jun jul aug sep sept oct nov dec tel fax ext art sec ch
  nr abs bzw bspw z.b d.h u.a o.ä o.g s.o s.u i.d.r u.u z.t v.a usw evtl ggf inkl exkl zzgl zz mio mrd tsd str hr hrn
  fr frl dipl ing geb gest jh jhd bd hrsg aufl s vgl sog lt gem ust mwst rg kd best art.-nr kd.-nr re.-nr tel.-nr lfd
  pos stk std mr mme mlle mm p.ex c.-à-d env chap av bd boul m tél réf n° art
  sr sra srta dña ud uds d.ª núm pág págs tel av avda c.p ee.uu etc aprox p.ej
  г гг в вв т.е т.д т.п т.к и.о ул д кв стр руб коп тыс млн млрд им проф акад см рис табл напр`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/** Words that follow a German (or Scandinavian, Czech) ordinal number rather than begin a sentence. */
export const AFTER_ORDINAL: ReadonlySet<string> = new Set(
  `januar jänner februar feber märz april mai juni juli august september oktober november dezember jan feb mär mrz apr
  jun jul aug sep sept okt nov dez jahrhundert jahrhunderts jahrtausend jahr jahrestag tag tages woche monat quartal
  quartals halbjahr kalenderwoche klasse platz auflage kapitel band teil stock etage geburtstag mal weltkrieg weltkriegs
  lebensjahr semester sitzung änderung mahnung rate abschlag teilrechnung platzes minute runde spieltag`.split(
    /\s+/,
  ),
);
