"""What a letter lacks beside a field that nobody told: the sentences, as a notice keeps them and pages say them in their own language."""

UNTOLD = "{service} is offered for {months} months and the letter does not tell of it"
SILENT = "no postal address: {cite} does not name e-mail as a way"
BY_EMAIL = "no postal address: to be sent by e-mail where the law's conditions for it are met"
CHILDS_MAILBOX = "the only e-mail address is the child's own: the parent or guardian may never see what is sent there"
LAST_MAILBOX = "the only e-mail address is that of somebody who has died: the family may never see what is sent there"
# Cal. Civ. Code § 1798.82(j) forbids notice to an e-mail account that the sender itself gave out and whose sign-in was breached.
OPENED_MAILBOX = (
    "the only e-mail address is one that you gave out and whose password may be exposed: California, for one, forbids notice there"
)
UNREACHED = "no postal address and no e-mail: an address must be found, or substitute notice given"
NOWHERE = "an address must be found, or substitute notice given"
ELSEWHERE = "an address must be found, or substitute notice given under {duties} as well"
BLANK = "a font that has {signs}: none here prints it; install one, or write it in another script"
NAMELESS = "the name of the person: the evidence does not tell it"
PLACELESS = "the state or country of residence: the duties to this person are not known"
OTHER_LANGUAGE = "a letter in the language of the place ({places}); this one is in {language}"
FAULT = {"must_contain": "{cite}: {content} is not proven by this letter", "must_not_contain": "{cite}: {content} must not be said"}
TOO_LONG = "{label}: {length} characters, the form takes {limit}"
# Why somebody of whom only clients' data tell has no letter.
CLIENTS = "held for {clients}: each client tells its own people, by the list beside its notice"

SENTENCES = (
    UNTOLD,
    SILENT,
    BY_EMAIL,
    CHILDS_MAILBOX,
    LAST_MAILBOX,
    OPENED_MAILBOX,
    UNREACHED,
    NOWHERE,
    ELSEWHERE,
    BLANK,
    NAMELESS,
    PLACELESS,
    OTHER_LANGUAGE,
    *FAULT.values(),
    TOO_LONG,
    CLIENTS,
)
