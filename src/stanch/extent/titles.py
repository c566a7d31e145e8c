"""What stands before a name and is none: forms of address, degrees and offices in seven languages, as patterns."""

from __future__ import annotations

# Each as it is written with a capital; where a word is also another's (`Ing`, `Fr`), only with its full stop.
_ADDRESS = (
    r"Mrs|Mr|Ms|Mx|Miss|Monsieur|Messieurs|Madame|Mademoiselle|Mme|Mlle|Mgr|Herrn?|Frau|Fräulein|Hrn?(?=\.)|Fr(?=\.)|Frl(?=\.)|"
    r"Señor(?:it)?a|Señor(?:es)?|Srt?as?|D(?:\.|on)?[ ]?/[ ]?D(?:\.?ª|(?:oñ|ñ)a)|D\.?ª|Doña|DOÑA|Dña|Pani[ąe]?(?=[ ])|"
    r"Sig(?:nor(?:in)?a|nor|\.ra|\.na|ra)?|Gent\.m[oa]|Egr(?=\.)|Senhora?|"
    r"Sr\.ª|Srª|Exm[oa](?:\.?[ ]Sra?)?|"
    r"Dhr|Mevrouw|Mevr|Mw|Mej(?=\.)"
)
_DEGREES = (
    r"Dr(?:a|es|s|\.ssa|\.ª|ª|\.a)?(?:\.?-Ing)?(?:\.?[ ](?:med|dent|vet|iur|jur|phil|rer|nat|pol|oec|theol|habil|techn|univ|"
    r"h\.?[ ]?c|mult)\b(?=\.))*|"
    r"Do[ck]tor(?:a|in)?|Docteure?|Doutora?|Dott(?:oressa|\.ssa|ssa)?|Prof(?:\.ssa|ssa|essor(?:in|a)?|esseure?|\.ª|ª|\.a)?|"
    r"Univ\.-Prof|PD(?=[ ]Dr)|Priv\.-Doz|"
    r"Dipl\.?-?[ ]?[A-Z][a-zä]{1,6}(?=[. ])|Mag(?=\.)|Ing(?=\.)|Ir(?=\.)|Lic(?:da|do)?(?=\.)|Arq(?=\.)|Arch(?=\.)|Avv(?=\.)|"
    r"Geom(?=\.)|Rag(?=\.)|Eng(?:ª|º)?(?=\.)|Pr(?=\.)|"
    r"Maître|Me(?=\.)|RAin"
)
_KIN = (
    "Ehefrau|Ehemann|Ehegattin|Ehegatte|Ehepartner|Schwester|Bruder|Tochter|Sohn|Mutter|Vater|Schwiegermutter|Schwiegervater|"
    "Enkelin|Enkel|Lebensgefährtin|Lebensgefährte"
)
_OFFICES = "Kollegin|Kollege|Confrère|Collega|Judge|Justice|Sgt|Capt|Lt|Col|Rev|Hon|Senator|Sen|Rep|Gov"
TITLES = rf"(?:{_ADDRESS}|{_DEGREES}|{_OFFICES})"
# Where one may begin: a letter of these, with a small one or a full stop somewhere behind it.
FIRST = r"[MDPHFSJCLRG](?<![\w.][\s\S])(?=[a-zñ])|D(?<![\w.][\s\S])(?=[ª./ ])|[AEIUP](?<![\w.][\s\S])(?=[a-zA-Z]{1,4}[.-])"
# Words that stand before names in sentences as well, and are no part of them either.
_SAID = (
    "Sir|Madam|Captain|Colonel|General|Gen|Reverend|Governor|President|Attorney|Officer|Detective|Nurse|Dear|Hi|Hello|Hey|"
    "Attn|MRS|MR|MS|DRA|DR|MISS|MME|MLLE|"
    r"(?:Lieutenant|Major|Brigadier|Vice|Secretary|Attorney|Solicitor|Surgeon|Governor|Director|Rear|Inspector)-"
    r"(?:General|President|Chancellor|Admiral|Governor|Chairman|Chairwoman)|Congress(?:wom[ae]n|m[ae]n)|Senators|Lieutenant|Sergeant|Corporal|"
    r"Admiral|Brigadier|Ambassador|Archbishop|"
    "HERRN?|FRAU|SRA|SR|Minister|Chancellor|Secretary|Coach|Agent|Dame|Lady|Lord|Prince|Princess|King|Queen|Pope|Saint|"
    "Sister|Brother|Uncle|Aunt|Grandma|Grandpa|Grandmother|Grandfather|Abuel[oa]|T[íi][oa]"
)
BEFORE_A_NAME = rf"(?:(?:{_ADDRESS}|{_DEGREES}|{_OFFICES}|{_KIN}|{_SAID})(?!\w)\.?:?[ ]+)+"
