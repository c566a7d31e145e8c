"""Invents business texts with known names, to train the tagger on: letters, mail, forms, lists, notes, minutes, prose.

Names are drawn from the public lists behind the gazetteer, rare ones as often as common ones, some respelt so that they
stand in no list; what is no name (companies, streets, products, places made of the same words) stands beside them.
"""

from __future__ import annotations

import gzip
import random
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from faker import Faker

LOCALES = (
    "en_US",
    "en_GB",
    "en_IE",
    "es_ES",
    "es_MX",
    "fr_FR",
    "de_DE",
    "it_IT",
    "nl_NL",
    "pt_BR",
    "pl_PL",
    "tr_TR",
    "en_IN",
    "da_DK",
    "sv_SE",
    "cs_CZ",
    "hu_HU",
    "ro_RO",
    "vi_VN",
    "id_ID",
    "fi_FI",
    "hr_HR",
    "no_NO",
)
TITLES = (
    "Mr.",
    "Mrs.",
    "Ms.",
    "Dr.",
    "Mr",
    "Mrs",
    "Ms",
    "Dr",
    "Miss",
    "Prof.",
    "Herr",
    "Frau",
    "Sr.",
    "Sra.",
    "Judge",
    "Officer",
    "Nurse",
    "Attorney",
)
NICK = ("Bob", "Liz", "Mike", "Jim", "Kate", "Tom", "Bill", "Beth", "Dave", "Sue", "Nick", "Jen", "Tony", "Ana", "Pat")
ARABIC = ("Ahmed", "Mohammed", "Yusuf", "Fatima", "Omar", "Khalid", "Layla", "Hassan", "Ibrahim", "Aisha", "Tariq", "Zainab")
CHINESE = (
    "Wei",
    "Li",
    "Xiaoming",
    "Jing",
    "Yan",
    "Min",
    "Hui",
    "Jun",
    "Ling",
    "Mei",
    "Hao",
    "Zhiyuan",
    "Yifan",
    "Soo-jin",
    "Hyun-woo",
    "Ji-eun",
)
CHINESE_LAST = (
    "Wang",
    "Li",
    "Zhang",
    "Liu",
    "Chen",
    "Yang",
    "Huang",
    "Zhao",
    "Wu",
    "Zhou",
    "Xu",
    "Sun",
    "Ma",
    "Zhu",
    "Kim",
    "Park",
    "Choi",
    "Nguyen",
    "Tran",
    "Le",
)

# [N] a full name, [G] a given name, [S] a surname, [T] title, [L] "Surname, Given", [U] FULL NAME IN CAPITALS, [M] short form: all spans but [T].
# Lower-case slots in braces are no names.
TEMPLATES = """
Dear [T] [S],\\n\\nThank you for your {thing} dated {date}. Please call us at {phone} if you have questions.\\n\\nSincerely,\\n\\n[N]\\n{role}\\n{company}
Dear [G],\\n\\nI wanted to follow up on the {thing}. [G] from {dept} mentioned that {company} has not replied.\\n\\nBest regards,\\n[G]
Dear [N],\\n\\nYour {thing} has been received by {company}. Your reference is {num}.\\n\\nYours sincerely\\n[N]\\n{role}, {dept}
Hi [G],\\n\\nCan you send the {thing} to [N] ({email}) by {day}? [T] [S] needs it before the meeting in {city}.\\n\\nThanks,\\n[G]
Hello [G] and [G],\\nplease review the attached {thing}. Cheers, [G]
Dear Sir or Madam,\\n\\nI am writing about my {thing} with {company}. My address is {address}.\\n\\nYours faithfully,\\n[N]
To Whom It May Concern:\\n\\nThis is to confirm that [N] has worked for {company} as {role} since {date}. [S] was paid {money}.
From: [N] <{email}>\\nTo: [N] <{email}>\\nCc: [N] <{email}>; [L] <{email}>\\nSubject: {Thing} for {company}\\nDate: {date}\\n\\nHi [G],\\n\\nthe {thing} is ready.\\n\\n[G]
From: {company} Support <{email}>\\nTo: [N] <{email}>\\nSubject: Your {thing}\\n\\nDear customer, your {thing} {num} was shipped to {city}.
From: [L] <{email}>\\nSent: {date}\\nTo: [L]; [L]\\nSubject: RE: {Thing}\\n\\n[G], see below.\\n\\n[N]\\n{role}\\n{company}\\n{phone}
Patient Name: [N]\\nDate of Birth: {date}\\nMRN: {num}\\nPhysician: Dr. [N]\\nDiagnosis: {disease}\\nMedication: {drug}
PATIENT: [U]\\nDOB: {date}\\nPROVIDER: [U], MD\\nINSURANCE: {company}\\nDIAGNOSIS: {disease}
Patient: [L]\\nProvider: [N], DDS\\nProcedure: Crown on tooth {num}\\nNotes: Patient tolerated {drug} well. Spouse [N] was present.
Name: [N]\\nAddress: {address}\\nPhone: {phone}\\nEmail: {email}\\nSSN: {num}
Employee Name\\t[N]\\nDepartment\\t{dept}\\nPosition\\t{role}\\nManager\\t[N]\\nLocation\\t{city}
First Name: [G]\\nLast Name: [S]\\nCity: {city}\\nState: {state}\\nEmergency Contact: [N]
Surname: [S]  Forename: [G]  Nationality: {nation}  Place of birth: {city}
LAST NAME: [Y]\\nFIRST NAME: [X]\\nSTREET: {STREET}\\nCITY: {CITY}
1. [N], {role}, {city}\\n2. [N], {role}, {city}\\n3. [N], {role}, {company}\\n4. [N]
- [N] ({dept}) - {phone}\\n- [N] ({dept}) - {phone}\\n- [L] - {email}\\n- {Thing} for {company}
[N]\\t{num}\\t{date}\\t{money}\\n[N]\\t{num}\\t{date}\\t{money}\\n[L]\\t{num}\\t{date}\\t{money}\\n{company}\\t{num}\\t{date}\\t{money}
[N], {num}, {email}, {phone}\\n[N], {num}, {email}, {phone}
Attendees: [N], [N], [N] and [N]\\nApologies: [N]\\nMinutes taken by [G] [S]\\n\\n1. {Thing}\\n[M] reported that {company} will open in {city}. [G] asked about the {thing}.\\n2. {Dept}\\n[T] [S] agreed to contact {company}.
MEMORANDUM\\n\\nTO: [N], {Role}\\nFROM: [N], {Role}\\nCC: {Dept}\\nDATE: {date}\\nRE: {Thing}\\n\\nAs discussed with [T] [S], the {thing} must be sent to {company}.
Re: [N]\\nClaim number: {num}\\nDate of loss: {date}\\n\\nDear [T] [S]:\\n\\nWe represent [N] in this matter. [T] [S] was treated at {hospital} in {city}.
RE: [N], DOB {date}\\n\\nThis {num}-year-old patient was seen in {hospital}. [T] [S] complains of {disease}. History was given by her husband, [N].
This Agreement is made between {company} ("Employer") and [N] ("Employee") on {date}.\\n\\nIN WITNESS WHEREOF\\n\\nBy: [N]\\nName: [N]\\nTitle: {Role}
Signed: [N]\\nWitness: [N]\\nDate: {date}
By: /s/ [N]\\nName: [N]\\nTitle: {Role}
[N] is a {role} at {company}. [S] joined in {year} from {company} and lives in {city} with his wife [G] and their daughters [G] and [G].
[N], {role} of {company}, said on {day} that the {thing} would be delayed. "We are sorry," [S] added.
According to [N], the {thing} was approved by [N] and [N] of {company} in {city}.
[N] (born {date} in {city}) is a {nation} {role}. [S] studied at the {university} and worked with [N] and [N].
[N] was a {nation} {role} who wrote "{Thing}". He married [N] in {year}. Their son [N] became a {role} in {city}.
The applicant, [T] [N], is a {nation} national who was born in {year} and lives in {city}. He was represented by [T] [N], a lawyer practising in {city}.
The Government of {country} were represented by their Agent, [T] [I], of the Ministry of Justice.
The application was lodged with the Court by [T] [N]. On {date} the {city} District Court heard [T] [S] and the prosecutor [I].
[S] v. {company}, {num} F.3d {num}. Justice [S] delivered the opinion of the Court. Judge [N] dissented.
[N], Plaintiff,\\nv.\\n[N] and {company}, Defendants.\\nCase No. {num}\\n\\nPlaintiff [N] brings this action against [S].
Before: [S], Chief Judge, [S] and [S], Circuit Judges.
The policy was issued to [N] of {address} by {company}. Beneficiary: [N] (spouse).
Please wire {money} to [N], account {num} at {bank}, {city}. Reference: {Thing} {num}.
I spoke with [N] on {day} and he confirmed that [G] had sent the {thing}. [G]'s phone is {phone}. Please ask [N]'s assistant.
Call [G] at {phone} about the {thing}. Ask for [N] or [M].
My name is [N] and my {thing} number is {num}. I live at {address}.
My name is [G]. What is my balance?
Can you update the address of [N] to {address}?
I'd like to send {money} to [N] at {bank}.
[N] lives at {address} and can be reached at {email}.
[N]\\n{address2}\\n\\nDear [T] [S],\\n\\nWe write to tell you about an incident at {company}.\\n\\nSincerely,\\n[N]
[U]\\n{ADDRESS}\\n\\nAccount Number: {num}\\nStatement Date: {date}
Payee: [N]   Amount: {money}   Memo: {Thing}
Student: [N]    Grade: {num}    Teacher: [T] [S]    School: {school}
Guardian: [N] (mother), {phone}\\nChild: [N], born {date}
Emergency contact: [N] (sister) {phone}
Approved by [N] on {date}. Reviewed by [I].
Ticket #{num} assigned to [N]. Comment by [G] [S]: printer in {dept} is broken again. {Product} was replaced.
Meeting with [N], [N] & [N] at {company} on {day}, {date}. Agenda: {Thing}; {Thing}.
Interview notes - [N] for {Role}\\nInterviewer: [N]\\n{Product} experience: good. Previously at {company} ({city}).
[N]: Thanks for joining. [N]: Good morning.\\n[N]: Let us start with the {thing}.
[Y] [X]\\n{STREET}\\n{CITY}
Estimado [Q] [S]:\\n\\nLe informamos que su {cosa} fue recibida por {company}.\\n\\nAtentamente,\\n[N]
Sehr geehrte Frau [S],\\n\\nvielen Dank für Ihre Anfrage bei {company} vom {date}.\\n\\nMit freundlichen Grüßen\\n[N]
Chère Madame [S],\\n\\nVotre dossier {num} a été transmis à [N] à {city}.\\n\\nCordialement,\\n[N]
Nombre: [N]\\nDomicilio: {address}\\nTeléfono: {phone}
Name, Vorname: [L]\\nGeburtsdatum: {date}\\nWohnort: {city}
Nom: [S]\\nPrénom: [G]\\nAdresse: {address}
The {thing} by [N] and [N] (see also [S], {year}; [S] and [S], {year}) covers {Thing}.
[N] scored twice as {city} beat {city}. Coach [N] praised [S] and goalkeeper [N].
The cast includes [N], [N], [N] and [N]. It was directed by [N] and produced by {company}.
Members: [N] - vocals, [N] - guitar, [N] - drums
President [S] met Prime Minister [N] in {city} on {day}. Senator [N] of {state} objected.
{year} - [N], {nation} {role} (d. {year})
[N] and her brother [G] inherited the house on {street}. The estate of [N] was settled in {state}.
"{Thing}?" asked [G]. [G] shook his head. "Ask [M]," said [T] [S].
""".strip().split("\n")

# Short sentences about people; a document of prose is a few of them. [P] is any of a full name, a given name, a surname.
SENTENCES = """
[P] had given [P] the {thing}.
[P] is a very kind {role}.
[P] has been in {city} since {year}.
[P] was born in {city}.
[P]: What a {thing}.
[P]: Who are you?
[P]: "Where is the {thing}?"\n[P]: "At {company}, [P]."
[P] whispered to [P]: "Not now."
[P]: Call me back, [P]!
"No way," says [P].
We want to add our daughter [P] to the {thing} and remove my son [P].
The [P] case was closed in {year}; the [P] papers stay in {town}.
[P] will be speaking in {town} next {day}.
I'm [P]'s daughter.
I'm [P], originally from {city}.
Don't go to {city}, [P]!
The [P] version came out in {year}.
Her maiden name is [P].
[P] lives at {address}
They had three: [P], [P] and [P].
They had 6: [P], [P], [P], [P], [P] and [P].
Have you been to a [P] concert before?
The true age of [P] has been under debate.
People sometimes call me [P].
A tribute to [P] was held in {city}.
written by [P] and starring [P]
[P] is from {city}, {state}.
{Company} hired [P] last {month}.
I agree with [P] on the {thing}.
When did [P] leave?
Don't call [P] before {day}!
Remember me, [P]? It was {day}.
[P] and [P] went to {city} together.
"Please sit down," said [P] to [P].
This song by [P] is the best one of the year.
It was [P] who found the {thing}, not [P].
Although [P] helped, the {thing} was late.
In {year}, [P] moved to {city} and opened a bakery.
We met [P], [P], and [P] at the {Thing} meeting.
The {role} [P] thanked [P] for her work.
On {day} [P] will visit {company} with [P].
[P]'s {thing} arrived yesterday.
Unlike [P], [P] never liked {city}.
Have you seen [P]? She left with [P].
My friend [P] lives on {street}.
For [P], the {thing} was a surprise.
[P] (the {role}) was late again.
A letter to [P] from {company} was returned.
Then [P] called [P] a liar.
Both [P] and [P] work in {dept}.
However, [P] denied it.
It's [P] again, about the {thing}.
Our founders: [P], [P] and [P].
Thanks [P], I will tell [P].
Hey [P], could you ask [P] about it?
Lieutenant [P] and Major General [P] crossed the river.
Bishop [P] blessed the church, which is named after [P].
He was succeeded by [P] as {role}.
She starred opposite [P] in {Thing}.
Critics compared [P] to [P].
[P], a {nation} {role}, died in {city} in {year}.
The painter [P] and his pupil [P] lived there.
Others in the room were [P] ({company}) and [P] ({dept}).
Between [P] and [P] there was no contract.
According to [P] the {Product} was sold.
[P] joined {company} as {role}; [P] left it.
I told [P] that [P] would pay for the {Product}.
The court held that [P] had no claim against [P].
Before [P] could answer, [P] hung up.
Mother [P] and Father [P] were kind.
Send it to [P] or [P], please.
A nice day in {city} with [P].
Only [P] knows where the {Product} is.
Grandma [P] makes the best soup in {state}.
The {nation} team was led by [P]; [P] was second.
{town} is a municipality in {town}, {country}.
The boundary between {town} and the town of {town} runs along the River {town}.
He studied in {town}, {country}, and later in {town}.
{town}, {country}, 4 {month} {year}; {town} Hall, {country}, {month} {year}.
The train from {town} to {town} stops at {town}.
We drove through {town}, {town} and {town} in {state}.
{brand} bought {brand} for {money} in {year}.
{brand} is a {nation} chain of shops in {town}.
The dispute between {brand} and {brand} was settled in {town}.
My {ACRO} is {num}. The {ACRO} and the {ACRO} are due on {day}.
Use {brand} and {brand} to update the {Product}. {brand} launched {brand} in {year}.
The album by the band {brand} {brand} includes "{brand}" and "{brand} {town}".
Orders of insects include {brand}, {brand} and {brand}.
A regular for {town} at {town} Park, he never left {town}.
{nation} people from {town}, {town} or {town} speak {brand}.
Sales fell in {town}, {country}, {state} and {town}.
The {town} {brand} beat the {town} {brand} on {day}.
The {surname} Chair of Mathematics, the {surname} Prize, {surname} County and the {surname} Mills are old.
Postcodes of {town} and {town}. See also: {town}; {brand}.
Books about {town}: {brand} of {town}, {town} at War, The {surname} Mystery.
Lunch at {surname}'s Grill, shopping at {surname}'s, and a night at the {surname} Inn in {town}.
There was nothing on {street} but a {Product} shop.
{Company} did not reply, and neither did {company}.
The {nation} government and the {university} agreed on {day}.
In {city}, {country}, the {Thing} Festival is held each {month}.
New {thing} rules apply from {month}. Please read Chapter {num}.
{street} and {street} meet at {surname} Square.
What is {Product}? Who is the owner of {company}? Is it in {city}?
Why: see {Thing}. Note: {Dept} is closed. Answer: yes. Warning: {Product} is hot.
He drove from {city} to {city} through {state} in a {Product}.
The {Thing} Act was passed in {year}.
Lake {surname} is near {surname} Valley in {state}.
Does {Product} run on it? I think Windows is fine.
""".strip().split("\n")

# Texts with capitals and no name of a person at all.
EMPTY = """
{Company} opened a new office on {street} in {city}, {state}. The {Product} line is sold in {country}.
INVOICE {num}\\nBill To: {company}\\n{address2}\\nPayment Terms: Net 30\\nTotal Due: {money}
Dear Sir,\\nDear Customer,\\nDear Hiring Manager,\\nDear Valued Member,\\nDear Team,
Section {num}. Governing Law. This Agreement shall be governed by the laws of the State of {state}.
Terms and Conditions\\nPrivacy Policy\\nHuman Resources\\nCustomer Service\\nAccounts Payable\\nNext Steps\\nKey Findings
The {university} and {hospital} signed an agreement with {company} on {day}, {date}.
{Thing}\\n\\nPlease see {Product} Manual, Chapter {num}. {Dept} will update the {Thing} in {month}.
Street: {street}\\nCity: {city}\\nState: {state}\\nCountry: {country}\\nSchool: {school}
Turn left on {street}, pass {school} and {company}, and continue to {city} {place}.
{Company} acquired {company} for {money} in {year}. Shares of {company} fell.
{DEPT}\\n{THING} REPORT\\nQUARTER {num}\\nTOTAL ASSETS\\nNET INCOME\\nCONFIDENTIAL
Error in {Product}: Connection Refused. Restart the Application Server and check Event Viewer.
Monday: {Thing}. Tuesday: {Thing}. Good Friday and New Year are holidays. Happy Thanksgiving!
Ship To: {company}, {address}\\nItem: {Product}\\nQty: {num}
The Battle of {city} and the Treaty of {city} changed {country}. The {nation} Army crossed the River {city}.
Visit {city}, {state}, home of the {state} Museum of Art, Mount {surname}, Lake {surname} and {surname} County.
{surname} Street, {surname} Avenue, {surname} Park, Fort {surname}, {surname} Hall, the {surname} Building and the {surname} Foundation.
Take {drug} twice daily for {disease}. {Drug} may cause nausea. {disease_cap} was ruled out; {eponym} was considered.
The Act, the Commission, the Court of Appeal, Article {num} of the Convention and the Supreme Court of {country} apply.
Her album "{Thing}" was released by {surname} Records on {month} {num}. {Thing} won an award in {city}.
I need a new {thing}. Where is the nearest {company}? What is your number? Thank You! Will you help? May I ask? Bill it to us. Mark it as done. Grant access. Rob them of time. Sue for damages. Hope this helps.
Order Number\\tProduct Name\\tUnit Price\\tShip Date\\n{num}\\t{Product}\\t{money}\\t{date}
Kind Regards,\\n{company}\\n{Dept}\\n{address2}
""".strip().split("\n")

FILL = {
    "thing": [
        "invoice",
        "application",
        "letter",
        "claim",
        "contract",
        "report",
        "payroll file",
        "benefits form",
        "insurance card",
        "payment",
        "request",
        "complaint",
        "order",
        "budget",
        "statement",
        "audit",
        "lease",
        "referral",
        "password reset",
        "new policy",
    ],
    "cosa": ["solicitud", "factura", "carta", "queja"],
    "role": [
        "manager",
        "accountant",
        "hygienist",
        "dentist",
        "physician",
        "software engineer",
        "office administrator",
        "director of operations",
        "chief executive",
        "lawyer",
        "footballer",
        "novelist",
        "composer",
        "actor",
        "politician",
        "teacher",
        "nurse",
        "painter",
        "historian",
        "singer",
    ],
    "dept": [
        "Human Resources",
        "Accounts Payable",
        "Finance",
        "Marketing",
        "Information Technology",
        "Legal",
        "Payroll",
        "Customer Care",
        "Patient Services",
        "Front Desk",
        "Billing",
        "Compliance",
    ],
    "nation": [
        "American",
        "British",
        "French",
        "German",
        "Turkish",
        "Polish",
        "Irish",
        "Italian",
        "Canadian",
        "Dutch",
        "Mexican",
        "Swedish",
        "Russian",
        "Indian",
    ],
    "disease": ["hypertension", "type 2 diabetes", "asthma", "major depressive disorder", "gingivitis", "migraine", "pneumonia"],
    "eponym": [
        "Parkinson's disease",
        "Crohn's disease",
        "Hodgkin lymphoma",
        "Alzheimer's disease",
        "Bell's palsy",
        "Down syndrome",
        "Lyme disease",
    ],
    "drug": ["metformin", "lisinopril", "amoxicillin", "sertraline", "ibuprofen", "atorvastatin", "Lipitor", "Zoloft"],
    "place": ["Park", "County", "Harbor", "Airport", "Station", "Valley", "Mall"],
    "month": ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
    "day": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
    "Product": [
        "Galaxy Tablet",
        "Surface Pro",
        "Windows Server",
        "Office Suite",
        "Virginia Blend Coffee",
        "Dell Latitude",
        "Jackson Pump",
        "Morgan Chair",
        "Sierra Boots",
        "Adobe Reader",
        "Oracle Database",
        "Madison Lamp",
        "Savannah Table",
        "Austin Desk",
        "Chevy Impala",
        "Lincoln Navigator",
    ],
}


def _abroad() -> list[list[str]]:
    """The sentences of each further language."""
    blocks = (Path(__file__).parent / "names_sentences.txt").read_text("utf-8").split("\n== ")[1:]
    return [[line for line in block.split("\n")[1:] if line] for block in blocks]


ABROAD = _abroad()


class Inventor:
    """Fills templates."""

    def __init__(self, seed: int, abroad: float = 0.0) -> None:
        self.draw = random.Random(seed)
        self.abroad = abroad  # the share of documents in languages other than English
        self.fakers = [Faker(locale) for locale in LOCALES]
        for number, faker in enumerate(self.fakers):
            faker.seed_instance(seed + number)
        packed = gzip.decompress((files("stanch.extent") / "gazetteer/lexicon.gz").read_bytes())
        words, _, codes = packed.partition(b"\0")
        rows = [(word, codes[4 * n], codes[4 * n + 1]) for n, word in enumerate(words.decode().split("\n"))]
        self.given = [(word, 2.0 ** (given / 2.2)) for word, given, _ in rows if given > 2]
        self.last = [(word, 2.0 ** (surname / 2.2)) for word, _, surname in rows if surname > 1]
        self.towns = [
            word
            for n, word in enumerate(words.decode().split("\n"))
            if codes[4 * n + 3] & 3
            for _ in range(6 if codes[4 * n + 3] & 2 else 1)
        ]
        self.given_pool = self.draw.choices([w for w, _ in self.given], [p for _, p in self.given], k=60_000)
        self.last_pool = self.draw.choices([w for w, _ in self.last], [p for _, p in self.last], k=60_000)

    def first(self) -> str:
        """A given name."""
        at = self.draw.random()
        if at < 0.55:
            return self._cap(self.draw.choice(self.given_pool))
        if at < 0.6:
            return self.draw.choice(NICK)
        if at < 0.64:
            return self.draw.choice(ARABIC)
        if at < 0.68:
            return self.draw.choice(CHINESE)
        if at < 0.71:
            return self.first() + "-" + self._cap(self.draw.choice(self.given_pool))
        if at < 0.76:
            return self._odd(self._cap(self.draw.choice(self.given_pool)))
        return self.draw.choice(self.fakers).first_name().split(" ")[0]

    def surname(self) -> str:
        """A surname."""
        at = self.draw.random()
        if at < 0.5:
            return self._mac(self._cap(self.draw.choice(self.last_pool)))
        if at < 0.56:
            return self.draw.choice(CHINESE_LAST)
        if at < 0.6:
            return self._cap(self.draw.choice(self.last_pool)) + "-" + self._cap(self.draw.choice(self.last_pool))
        if at < 0.64:
            return self.draw.choice(("O'", "O’", "D'", "Mc", "Mac", "Al-", "El-", "St. ")) + self._cap(self.draw.choice(self.last_pool))
        if at < 0.7:
            return self.draw.choice(
                ("van der ", "de la ", "van ", "de ", "von ", "al-", "bin ", "Van ", "De ", "da ", "dos ", "del ", "Di ", "ter ", "den ")
            ) + self._cap(self.draw.choice(self.last_pool))
        if at < 0.8:
            return self._odd(self._cap(self.draw.choice(self.last_pool)))
        return self.draw.choice(self.fakers).last_name()

    def full(self) -> str:
        """A name as people write it in full."""
        first, last, at = self.first(), self.surname(), self.draw.random()
        if at < 0.62:
            return f"{first} {last}"
        if at < 0.76:
            return f"{first} {self._cap(self.draw.choice(self.given_pool))[0]}{self.draw.choice(('.', '.', ''))} {last}"
        if at < 0.82:
            return f"{first} {self.first()} {last}"
        if at < 0.86:
            return f"{first} {last}{self.draw.choice((' Jr.', ', Jr.', ' III', ' Sr.', ' II'))}"
        if at < 0.9:
            return self.initials()
        if at < 0.94:
            return f"{first} {self.surname()} {last}"
        if at < 0.96:
            return f"{first} {last[0]}."
        return (
            f"{first} “{self.draw.choice(NICK)}” {last}" if at < 0.97 else f"{self.draw.choice(CHINESE_LAST)} {self.draw.choice(CHINESE)}"
        )

    def initials(self) -> str:
        """Initials and a surname."""
        letters = [self.draw.choice("ABCDEFGHJKLMNPRSTVW") for _ in range(self.draw.choice((1, 1, 2)))]
        return ". ".join(letters) + ". " + self.surname()

    def reversed(self) -> str:
        """The surname first, with a comma."""
        return f"{self.surname()}, {self.first()}" + self.draw.choice(("", "", f" {self.draw.choice('ABCDEJKLMRST')}.", f" {self.first()}"))

    def company(self) -> str:
        """A business."""
        kind = self.draw.choice(
            (
                "{s} Inc.",
                "{s} & {s} LLP",
                "{s} {w}",
                "{g} {w}",
                "{s}, {s} & {s}",
                "{s} Corporation",
                "{c} {w}",
                "{w2} {w}",
                "Bank of {c}",
                "{s} and Sons",
                "St. {g} Hospital",
                "The {s} Group",
                "{g}'s Diner",
                "{s} Dental Group",
                "{w2} Health Partners",
                "{s} Ltd",
                "{g} {s} Foundation",
                "Acme {w}, LLC",
            )
        )
        return (
            kind.replace("{w2}", self.draw.choice(("Summit", "Pioneer", "Global", "United", "Blue River", "Sunrise", "National", "Premier", "First", "Golden", "Evergreen", "Liberty")))
            .replace("{w}", self.draw.choice(("Industries", "Bank", "Insurance", "Systems", "Partners", "Holdings", "Consulting", "Dental", "Clinic", "Foods", "Logistics", "Motors", "Media", "Pharmacy", "Records", "Airlines", "Stores", "Hotels", "Law Firm", "Realty")))
            .replace("{c}", self.city()).replace("{g}", self._cap(self.draw.choice(self.given_pool)))
            .replace("{s}", self._cap(self.draw.choice(self.last_pool)))
        )  # fmt: skip

    def brand(self) -> str:
        """A capitalised word that is nobody: made up, or an ordinary word."""
        syllables = (
            "ka",
            "lo",
            "mi",
            "tre",
            "zon",
            "bra",
            "ven",
            "ix",
            "or",
            "pla",
            "qui",
            "net",
            "syn",
            "dex",
            "ta",
            "ri",
            "cor",
            "um",
            "era",
            "ptera",
            "gen",
            "ware",
            "ly",
            "ax",
        )
        return "".join(self.draw.choice(syllables) for _ in range(self.draw.randint(2, 4))).capitalize()

    def city(self) -> str:
        """A town."""
        faker = self.draw.choice(self.fakers[:8])
        return self.draw.choice(
            (
                "Boston",
                "Austin",
                "Charlotte",
                "Jackson",
                "Madison",
                "Lincoln",
                "Dallas",
                "Paris",
                "London",
                "Istanbul",
                "Houston",
                "Cork",
                "San Antonio",
                "St. Louis",
                faker.city(),
                faker.city(),
            )
        )

    def street(self) -> str:
        """A street with its number."""
        return (
            self._cap(self.draw.choice(self.last_pool + list(NICK)))
            + " "
            + self.draw.choice(("Street", "Ave", "Road", "Lane", "Blvd", "Drive", "Court", "St.", "Way"))
        )

    def word(self, slot: str) -> str:
        """What fills a slot that is no name."""
        low = slot.lower()
        if low in ("company", "bank"):
            value = self.company()
        elif low == "hospital":
            value = self.draw.choice(
                (f"{self.surname()} Memorial Hospital", f"{self.city()} General Hospital", f"St. {self.first()} Medical Center")
            )
        elif low in ("university", "school"):
            value = self.draw.choice(
                (
                    f"University of {self.city()}",
                    f"{self.surname()} University",
                    f"{self.first()} {self.surname()} High School",
                    f"{self.surname()} Elementary School",
                    f"{self.surname()} College",
                )
            )
        elif low == "city":
            value = self.city()
        elif low == "town":
            value = self._cap(self.draw.choice(self.towns)) if self.draw.random() < 0.8 else self.draw.choice(self.fakers).city()
        elif low == "brand":
            value = self.brand()
        elif low == "acro":
            value = "".join(self.draw.choice("ABCDEFGHIKLMNOPRSTUV") for _ in range(self.draw.randint(2, 5)))
        elif low == "street":
            value = self.street()
        elif low == "state":
            value = self.draw.choice(
                (
                    "California",
                    "Texas",
                    "Georgia",
                    "Virginia",
                    "New York",
                    "Washington",
                    "Ohio",
                    "Florida",
                    "North Carolina",
                    "TX",
                    "CA",
                    "NY",
                    "Bavaria",
                )
            )
        elif low == "country":
            value = self.draw.choice(
                (
                    "France",
                    "Georgia",
                    "Jordan",
                    "Chad",
                    "Turkey",
                    "Ireland",
                    "Germany",
                    "Mexico",
                    "India",
                    "Israel",
                    "the United Kingdom",
                    "Poland",
                    "Spain",
                )
            )
        elif low in ("address", "address2"):
            value = f"{self.draw.randint(1, 9999)} {self.street()}, {self.city()}, {self.draw.choice(('TX', 'CA', 'NY', 'IL', 'GA'))} {self.draw.randint(10000, 99999)}"
            value = value.replace(", ", "\n", 1) if low == "address2" else value
        elif low == "surname":
            value = self._cap(self.draw.choice(self.last_pool))
        elif low == "email":
            value = self.draw.choice(
                (
                    self.draw.choice(self.given_pool) + "@example.com",
                    f"{self.draw.choice(self.given_pool)}.{self.draw.choice(self.last_pool)}@example.org",
                )
            )
        elif low == "phone":
            value = self.draw.choice(("555-0142", "(312) 555-0199", "+1 415 555 0107", "212-555-0110"))
        elif low == "date":
            value = self.draw.choice(
                (
                    f"{self.draw.randint(1, 12)}/{self.draw.randint(1, 28)}/{self.draw.randint(1940, 2026)}",
                    f"{self.draw.choice(FILL['month'])} {self.draw.randint(1, 28)}, {self.draw.randint(1950, 2026)}",
                    f"{self.draw.randint(1, 28)} {self.draw.choice(FILL['month'])} {self.draw.randint(1900, 2026)}",
                    "2024-03-17",
                )
            )
        elif low == "num":
            value = str(self.draw.randint(2, 99999))
        elif low == "year":
            value = str(self.draw.randint(1700, 2026))
        elif low == "money":
            value = f"${self.draw.randint(10, 9999)}.{self.draw.randint(10, 99)}"
        elif low == "disease_cap":
            value = self.draw.choice(FILL["disease"]).capitalize()
        else:
            value = self.draw.choice(FILL["Product" if low == "product" else low])
        return value.upper() if slot.isupper() else value.title() if slot[0].isupper() and low not in ("product", "company") else value

    def name(self, slot: str) -> str:
        """What fills a slot for a name."""
        made = {"N": self.full, "G": self.first, "S": self.surname, "L": self.reversed, "I": self.initials, "M": self.first}
        if slot == "P":
            return self.draw.choice((self.full, self.first, self.surname, self.first))()
        if slot in "UXY":
            return {"U": self.full, "X": self.first, "Y": self.surname}[slot]().upper()
        return made[slot]()

    def document(self) -> tuple[str, list[list[int]]]:
        """A text, and where the names in it stand."""
        at = self.draw.random()
        if self.abroad and self.draw.random() < self.abroad:
            sentences = self.draw.choice(ABROAD)
            template = self.draw.choice((" ", " ", "\n")).join(self.draw.choice(sentences) for _ in range(self.draw.randint(2, 6)))
        elif at < 0.3:
            template = self.draw.choice((" ", " ", "\n")).join(self.draw.choice(SENTENCES) for _ in range(self.draw.randint(1, 6)))
        else:
            template = self.draw.choice(TEMPLATES) if at < 0.82 else self.draw.choice(EMPTY)
        template = template.replace("\\n", "\n").replace("\\t", "\t")
        mentioned: list[str] = []
        text, spans = "", []
        for piece in re.split(r"(\[[A-Z]\]|\{\w+\})", template):
            if re.fullmatch(r"\[[A-Z]\]", piece):
                slot = piece[1]
                if slot in "TQ":
                    text += self.draw.choice(TITLES) if slot == "T" else self.draw.choice(("Sr.", "señor", "Don"))
                    continue
                name = self._again(slot, mentioned) or self.name(slot)
                mentioned.append(name)
                joined = bool(spans) and spans[-1][1] == len(text) - 1 and text.endswith(" ")
                if joined:
                    spans[-1][1] = len(text) + len(name)
                else:
                    spans.append([len(text), len(text) + len(name)])
                text += name
            elif piece.startswith("{"):
                text += self.word(piece[1:-1])
            else:
                text += piece
        return self._finish(text, spans)

    def _again(self, slot: str, mentioned: list[str]) -> str | None:
        full = [name for name in mentioned if " " in name and "," not in name and not name.isupper()]
        if slot not in "SGMP" or not full or self.draw.random() < 0.4:
            return None
        name = re.sub(r",? (?:Jr\.|Sr\.|II|III)$", "", self.draw.choice(full))
        return name.split(" ")[-1] if slot == "S" or (slot == "P" and self.draw.random() < 0.5) else name.split(" ")[0]

    def _finish(self, text: str, spans: list[list[int]]) -> tuple[str, list[list[int]]]:
        if self.draw.random() < 0.04:
            return text.upper(), spans if len(text.upper()) == len(text) else (text, spans)[1]
        return text, spans

    def _cap(self, word: str) -> str:
        return "-".join("'".join(part[:1].upper() + part[1:] for part in piece.split("'")) for piece in word.split("-"))

    def _mac(self, word: str) -> str:
        return "Mc" + word[2:].capitalize() if word.startswith("Mc") and len(word) > 4 else word

    def _odd(self, word: str) -> str:
        """A spelling that stands in no list."""
        at = self.draw.randrange(1, max(2, len(word)))
        return word[:at] + self.draw.choice("aeiouhlnrst") + word[at:]


def renamed(text: str, spans: list[list[int]], inventor: Inventor) -> tuple[str, list[list[int]]]:
    """The same text about other people: every name replaced by an invented one of as many words."""
    new: dict[str, str] = {}
    out, places, at = "", [], 0
    for start, end in spans:
        out += text[at:start]
        old = text[start:end]
        if old not in new:
            words = old.split()
            made = inventor.full() if len(words) > 1 else inventor.draw.choice((inventor.first, inventor.surname))()
            new[old] = made.upper() if old.isupper() and len(old) > 3 else made
            if len(words) > 1:
                new.setdefault(words[-1], made.split()[-1])
                new.setdefault(words[0], made.split()[0])
        places.append([len(out), len(out) + len(new[old])])
        out += new[old]
        at = end
    return out + text[at:], places


def documents(count: int, seed: int, abroad: float = 0.0) -> Iterator[tuple[str, list[list[int]]]]:
    """Texts and the places of their names; `abroad` is the share of those in other languages than English."""
    inventor = Inventor(seed, abroad)
    for _ in range(count):
        text, spans = inventor.document()
        if len(text.upper()) == len(text) or not text.isupper():
            yield text, spans


if __name__ == "__main__":
    for text, spans in documents(12, 1):
        print(text, [text[start:end] for start, end in spans], sep="\n", end="\n\n")
