"""Words for the parties of contracts, claims and reports, as labels of forms have them: `Käufer`, `Acquéreur`, `Injured party`.

In a text such a label's value is a name. In tables they are left to `any/name`: a column of sellers is of a shop's own staff.
"""

from __future__ import annotations

from stanch.extent.folding import listed

_EN = (
    "buyer seller purchaser lessor lessee heir deceased suspect accused complainant informant injured victim insured grantor",
    "grantee assignor assignee mortgagor mortgagee payee caller decedent testator heiress ward minor affiant declarant obligor",
    "coborrower cosigner undersigned appellant appellee petitioner claimant reporter",
)
_ES = (
    "vendedor vendedora comprador compradora prestatario prestataria cotitular denunciante denunciado denunciada perjudicado",
    "perjudicada demandante demandado demandada heredero heredera causante testador testadora otorgante poderdante apoderado",
    "apoderada cedente cesionario cesionaria compareciente menor arrendataria avalista fiador fiadora lesionado lesionada difunto",
    "difunta fallecido fallecida declarante reclamante",
)
_FR = (
    "emprunteur emprunteuse coemprunteur vendeur vendeuse acquereur acquereuse acheteur acheteuse plaignant plaignante victime",
    "defunt defunte heritier heritiere mandant mandante mandataire cedant cessionnaire donataire testateur testatrice declarant",
    "declarante demandeur demanderesse defendeur defenderesse garant garante preneur preneuse requerant requerante comparant",
    "comparante destinataire",
)
_DE = (
    "kaeufer kaeuferin kaufer kauferin verkaufer verkauferin verkaeufer verkaeuferin darlehensnehmer darlehensnehmerin",
    "mitantragsteller mitantragstellerin antragsteller antragstellerin geschadigter geschadigte anzeigeerstatter anzeigeerstatterin",
    "beschuldigter beschuldigte erblasser erblasserin erbe erbin miterbe miterbin burge burgin mitmieter mitmieterin auftraggeber",
    "auftraggeberin vollmachtgeber vollmachtgeberin bevollmachtigter bevollmachtigte klager klagerin beklagter beklagte pachter",
    "pachterin verstorbener verstorbene empfanger empfangerin unfallgegner besteller bestellerin kreditnehmer kreditnehmerin",
    "verletzter verletzte",
)
_PT = (
    "vendedor comprador compradora mutuario mutuaria fiador fiadora lesado lesada queixoso queixosa arguido arguida herdeiro",
    "herdeira falecido falecida outorgante mandante procurador procuradora arrendataria inquilina menor ofendido ofendida",
    "participante requerente suspeito suspeita",
)
_IT = (
    "venditore venditrice acquirente compratore compratrice richiedente cointestatario cointestataria denunciante indagato indagata",
    "danneggiato danneggiata erede delegante delegato delegata mutuatario mutuataria garante fideiussore locatario minore defunto",
    "defunta deceduto deceduta promittente destinatario querelante assicurata beneficiaria",
)
_NL = (
    "koper koopster verkoper verkoopster aanvrager aanvraagster medeaanvrager borg verdachte aangever aangeefster benadeelde",
    "erflater erflaatster erfgenaam volmachtgever gevolmachtigde kredietnemer overledene slachtoffer ontvanger melder huurster",
)
_WORDS = listed(*_EN, *_ES, *_FR, *_DE, *_PT, *_IT, *_NL)
# Of several words, as `headings.words_of` writes them.
_SAID = listed(
    "afleveren_bij co_borrower co_buyer co_emprunteur co_signer consegnare_a de_cuius deliver_to entregar_a geschadigte_person",
    "injured_party injured_person lieferung_an livrer_a mede_aanvrager mis_en_cause mise_en_cause parte_acquirente parte_compradora",
    "parte_vendedora parte_venditrice partie_plaignante persona_asegurada personne_assuree segundo_prestatario segundo_titular",
    "tomador_del_seguro tomador_do_seguro verletzte_person versicherte_person verzekerde_persoon",
)


def is_party(words: str) -> bool:
    """Whether a label (as `headings.words_of` writes it) is a party's, perhaps with a number: `heir 2`."""
    said = words.rstrip(" 0123456789")
    return said in _WORDS or said.replace(" ", "_") in _SAID
