"""The small words of sentences that say a thing of somebody, in seven languages: whose it is, what joins it, what is no value."""

from __future__ import annotations

from stanch.extent.folding import listed

# Right before a label: it is somebody's. (Folded; `la sua religione`, `a sua religião` have it right before the label as well.)
POSSESSIVES = listed(
    "his her their my our your whose su sus mi nuestro nuestra tu cuyo cuya son sa ses mon ma mes notre votre leur dont",
    "sein seine seiner seinen seinem ihr ihre ihrer ihren ihrem mein meine meiner meinen unser unsere euer eure deren dessen",
    "seu sua meu minha nosso nossa teu tua cujo cuja suo mio mia nostro nostra tuo tua vostro zijn haar hun mijn ons onze uw wiens",
)
ARTICLES = listed("the el la los las lo le les l der die das dem den o a os as il i gli de het un une ein eine")
# Between a label and whose it is: `the religion of Ann Keller`, `die Religion von Anna Weber`.
OF = "of|for|von|vom|für|de|del|di|da|do|van|voor|para|pour|per|d[’']"
# Behind a label, for whom was spoken of: `a religião dele`, `la religión de ella`.
OF_WHOM_BEFORE = "dele|dela|de él|de ella|di lui|di lei|van hem|van haar"
JOINTS = (
    "is was reads equals remains are were stands|at is|now is|still is|currently",
    "es era son consta|como figura|como sigue|siendo",
    "est était sont reste",
    "ist war lautet beträgt sind bleibt",
    "é são consta|como figura|como",
    "è sono risulta",
    "luidt bedraagt zijn",
)
# Before a label as an article may be: `under policy number HO-448`.
LEADING = listed("under with by via per unter mit über con bajo por sous avec par com sob met onder and und et y e")
# Behind `is`, before the value.
ADVERBS = (
    "now|still|currently|presently|officially|ahora|actualmente|actuellement|maintenant|derzeit|aktuell|jetzt|nun|"
    "atualmente|agora|attualmente|ora|nu|momenteel"
)
ENTERED = (
    "listed as|listed|recorded as|recorded|entered as|given as|registered as|registered|noted as|stated as|down as|"
    "shown as|set to|described as|"
    "put down as|reported as|indicated as|marked as|que figura|registrada como|registrado como|indiquée? comme|enregistrée? comme|"
    "mit|als|angegeben mit|eingetragen als|vermerkt als|registrat[oa] come|indicat[oa] come|registrad[oa] como|"
    "geregistreerd als|opgegeven als"
)
# What is said of a thing and is not what it is: `his religion is important`, `her job title is wrong`.
NO_VALUES = listed(
    "not no none nil never unknown unclear n/a na missing blank empty required needed necessary pending due attached",
    "enclosed below above here",
    "there available unavailable confidential private correct incorrect wrong right different same the this that these",
    "those being been to in on at",
    "by for with from of as a an only also already very more most less least too so up out under over between among about",
    "protected important",
    "optional valid invalid expired changed updated used stored kept shown displayed provided found based included",
    "excluded part what when where who",
    "why how whether if because always often usually sometimes unlikely likely possible impossible clear good bad new old",
    "fine okay ok better worse",
    "hard difficult simple free safe subject going my your his her its our their he she it they we you i one another each",
    "all any some every such",
    "both either neither just simply really quite rather then than like unlike well much many still now yet therefore thus",
    "however listed recorded",
    "known given set getting having made taken lost sent closed open opened ready done ongoing irrelevant relevant",
    "essential critical key main",
    "determined defined described considered assessed reviewed approved denied rejected accepted added removed deleted",
    "hidden visible public secret",
    "about further nothing something everything anything supposed expected allowed able unable up-to-date mandatory",
    "compulsory lower higher",
    "nicht kein keine keiner unbekannt falsch richtig korrekt wichtig nötig noetig erforderlich anbei beigefügt beigefugt",
    "vertraulich gleich der die das",
    "den dem des ein eine einen zu im in am bei mit von für nur auch schon noch sehr mehr so dort hier leer offen gültig",
    "ungültig abgelaufen zwar",
    "uns ihm ihr mir dass wie was wer wo ob geändert geaendert geandert",
    "desconocido desconocida incorrecto incorrecta correcto correcta importante necesario necesaria obligatorio falta",
    "adjunto el la lo los las un una",
    "de del que en con por para muy más mas ya aún aun también tambien aquí aqui válido valido distinto distinta mismo misma si",
    "pas inconnu inconnue incorrect correct important importante nécessaire obligatoire joint jointe le les une des du",
    "dans sur avec pour par très",
    "tres plus déjà deja aussi ici valide même meme toujours celui celle ce cela",
    "não nao desconhecido desconhecida errado errada certo certa necessário obrigatório anexo uma do da dos das em com",
    "muito já ja também tambem aqui",
    "non sconosciuto sconosciuta sbagliato sbagliata giusto giusta corretto corretta necessario obbligatorio allegato il",
    "gli uno nel nella con molto",
    "più piu già gia anche qui quello quella questo questa stesso stessa",
    "niet geen onbekend fout juist belangrijk nodig verplicht bijgevoegd het een naar op bij voor met zeer erg meer ook al",
    "reeds hier dat deze die",
)
# Where a value ends, and something else is said.
ENDS = (
    "and but so since because which who whose while says said until till per according",
    "y pero desde porque según dice hasta et mais depuis selon car jusqu und aber seit weil laut sowie bis",
    "e mas desde porque segundo ma dal dalla perché secondo en maar sinds omdat volgens aldus tot",
)
