import { identifyLanguage } from './identify-language.js';

test.each([
  ['en', 'The pump was repaired last week, and the harbour is open again.'],
  ['de', 'Die Pumpe wurde letzte Woche repariert, und der Hafen ist wieder offen.'],
  ['fr', 'La pompe a été réparée la semaine dernière et le port est de nouveau ouvert.'],
  ['es', 'La bomba fue reparada la semana pasada y el puerto está abierto de nuevo.'],
  ['it', 'La pompa è stata riparata la settimana scorsa e il porto è di nuovo aperto.'],
  ['nl', 'De pomp is vorige week gerepareerd en de haven is weer open.'],
  ['pt', 'A bomba foi reparada na semana passada e o porto está aberto novamente.'],
  ['pl', 'Pompa została naprawiona w zeszłym tygodniu i port jest znowu otwarty.'],
  ['tr', 'Pompa geçen hafta onarıldı ve liman yeniden açıldı, çok teşekkürler.'],
  ['sv', 'Pumpen reparerades förra veckan och hamnen är öppen igen för alla.'],
  ['da', 'Pumpen blev repareret i sidste uge, og havnen er åben igen for alle, når det er nødvendigt.'],
  ['fi', 'Pumppu korjattiin viime viikolla ja satama on jälleen auki, mutta se ei ole valmis.'],
  ['cs', 'Čerpadlo bylo minulý týden opraveno a přístav je opět otevřen.'],
  ['ro', 'Pompa a fost reparată săptămâna trecută și portul este din nou deschis.'],
  ['hu', 'A szivattyút a múlt héten megjavították, és a kikötő újra nyitva van.'],
  ['id', 'Pompa itu telah diperbaiki minggu lalu dan pelabuhan sudah dibuka untuk semua.'],
  ['vi', 'Máy bơm đã được sửa chữa tuần trước và cảng lại mở cửa cho mọi người.'],
  ['ru', 'Насос отремонтировали на прошлой неделе, и гавань снова открыта.'],
  ['uk', 'Насос відремонтували минулого тижня, і гавань знову відкрита.'],
  ['bg', 'Помпата беше ремонтирана миналата седмица и пристанището отново е отворено.'],
  ['zh', '水泵上周已经修好，港口重新开放。'],
  ['ja', 'ポンプは先週修理され、港は再び開いています。'],
  ['ko', '펌프는 지난주에 수리되었고 항구가 다시 열렸습니다.'],
  ['ar', 'تم إصلاح المضخة الأسبوع الماضي وأعيد فتح الميناء من جديد.'],
  ['fa', 'پمپ هفته گذشته تعمیر شد و بندر دوباره باز است و کار می‌کند.'],
  ['el', 'Η αντλία επισκευάστηκε την περασμένη εβδομάδα.'],
  ['he', 'המשאבה תוקנה בשבוע שעבר והנמל פתוח שוב.'],
  ['hi', 'पंप पिछले सप्ताह ठीक किया गया और बंदरगाह फिर से खुला है।'],
  ['th', 'ปั๊มได้รับการซ่อมแซมเมื่อสัปดาห์ที่แล้ว'],
])('a text in %s is known', (language, text) => {
  const found = identifyLanguage(text);
  expect(found.language).toBe(language);
  expect(found.confidence).toBeGreaterThan(0.1);
});

test('where there are no letters nothing is known', () => {
  for (const text of ['', '12 34', '!?'])
    expect(identifyLanguage(text)).toEqual({ language: null, confidence: 0 });
});
