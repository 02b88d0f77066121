/** Common given names of several languages, our own short list: a start of a name where nothing else says so. */
export const givenNames: ReadonlySet<string> = new Set(
  `Adam Alan Albert Alexander Alexandra Alfred Alice Amanda Amelia Amy Ana Andrea Andreas Andrew Angela Anke Anna Anne Anneliese
  Anthony Antoine Antonio Arthur Barbara Beatriz Ben Benjamin Bernd Birgit Brian Camille Carlos Carmen Caroline Catherine Cecilia
  Charlotte Chiara Chloe Christian Christina Christine Christoph Claire Claudia Clara Daniel Daniela David Deborah Denis Diana
  Diego Dieter Dmitri Dominik Edward Elena Elisabeth Elizabeth Ella Ellen Emily Emma Eric Erik Eva Fabian Fatima Felix Fernando
  Florian Francesca Francesco Francisco Franz Frank Friedrich Gabriel Gabriela George Gerhard Giovanni Giulia Giuseppe Grace
  Günter Hannah Hans Heike Heinrich Helen Helena Helga Henry Hugo Ingrid Irene Isabel Isabella Ivan Jack Jacob Jakob James Jan
  Jane Javier Jean Jennifer Jessica Joachim Johanna Johannes John Jonas Jonathan Jorge Joseph Josef José Juan Julia Julian Julie
  Jürgen Karen Karin Karl Katharina Katherine Katja Kevin Klaus Lars Laura Lea Lena Leon Lewis Linda Lisa Louis Louise Luca
  Lucas Lucía Luis Luisa Lukas Manuel Marc Marco Marcus Margaret Maria Marie Marina Mario Mark Markus Marta Martha Martin
  Martina Mary Matteo Matthew Matthias Max Maximilian María Michael Michel Michelle Miguel Mohammed Monika Nadia Natalie Natasha
  Nicholas Nicola Nicolas Nina Noah Nora Olga Oliver Olivia Oscar Pablo Patricia Patrick Paul Paula Pedro Peter Petra Philip
  Philipp Pierre Rachel Rafael Rebecca Renate Richard Robert Roberto Rosa Ruth Sabine Samuel Sandra Sara Sarah Sebastian Sergio
  Silvia Simon Simone Sofia Sophia Sophie Stefan Stefanie Stephanie Stephen Steven Susan Susanne Sven Sylvie Theresa Thomas Tim
  Timothy Tobias Tom Ulrich Ursula Uwe Valentina Victor Victoria Vincent Walter Werner William Wolfgang Yusuf Zoe
  Анна Иван Мария Елена Сергей Ольга Дмитрий Наталья Александр Екатерина`
    .trim()
    .split(/\s+/u),
);
