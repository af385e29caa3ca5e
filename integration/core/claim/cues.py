"""The words that tell what a date or an amount near them is: the charge itself, or something else."""

from enum import Enum
from functools import lru_cache

from integration.core.claim.model import Item


class Cue(Enum):
    """What a word says about the value beside it."""

    CHARGE = "charge"  # the value is the one of the transaction
    REFUND = "refund"  # the amount asked back: the charge, unless a charge is named too
    DOUBT = "doubt"  # some other event or price: not taken, but worth asking about
    NO = "no"  # certainly something else
    TURN = "turn"  # "devait", "annoncé", "d'habitude": what should have been, and the charge that follows is no charge
    BEND = "bend"  # "allez", "toujours": says nothing alone, but the charge that follows is not the one that happened


_CHARGES = """
prelev* debit* paye payee payes payees payer payez paiement* payement* regle reglee regles reglees reglement
encaiss* achat achats achete achetee achetes transaction* prlv sepa ponction* pompe soutir* vole volee retire
retiree retires retraits virement* vire charged charging charge charges billed debited took taken paid payment*
purchase* deducted withdrawn withdrew transact* abgebucht abbuchung* belastet bezahlt zahlung* gezahlt
lastschrift eingezogen cobrado cobraron cobro cobros cobrar cargo cargado cargaron pago pagado pague addebitat*
addebito pagato pagamento* prelevat* prelievo afgeschreven afschrijving betaald betaling* geincasseerd cobranca
cobraram debitaram debitado paguei factures facturees facturez facturer facturation facturait facturaient prenez
preniez prennent debiter tire tiree soustrait* enlev* siphonn* dedui* impute* subtilis* extorqu* escroqu*
delest* sorti sortis sortie sorties acquitte* aspir* rackett* spent drained swiped stolen stole snatched helped
withdraw* deduct* bought buy chargd depense acheter verse versee verses versement* acompte surfacture
surfacturee
"""
_DATE_DOUBTS = """
reserv* booked booking commande* facture invoice* order* rembours* refund* reimburs* operation* constat*
remarqu* decouv* vu vois voit apercu* apercois aperco* consult* verifi* regard* noticed saw seen found checked
discovered realised realized abonne abonnee abonner inscri* souscri* signed subscribed joined registered essai
trial renouvel* renewed renewal reconduit reconduction rejet* refus* valeur echelonn* paie paies payais payait
payons bestellung rechnung factura fattura factuur fatura arrive arrivee
"""
_DATE_NOS = """
attend* patient* poste postee nee nes naissance born birth* geboren nacido nacida nato nata anniversaire dob ddn
decede* deces mort morte morts disparu* disparition obseques enterre* inhum* deuil defunt* funeral* died death
passed dead deceased burial quittes quitte quittee eteint* perdu perdue lost veuf veuve gestorben verstorben
fallecio fallecid* muert* morto overleden faleceu courrier* lettre* mail mails email emails courriel* message*
appel appels appele appelee appelle telephon* tel ecrit ecrits ecris ecrire contact* relanc* repond* repons*
ticket* demande* reclam* conversation* chat signal* echang* recommandee plainte* letter* called call calls
phoned wrote written emailed replied answer* complain* request* notif* avis sms resili* annul* desabon*
desinscri* arret* stopp* suspend* retract* cancel* delet* terminat* unsubscrib* cloture* ferme fermee fermeture
kundig* gekundigt disdett* opgezegd supprim* told said dit dite dites disait confirm* promis* assur* livr* recu
recue recus recois recevoir expedi* colis retourn* renvoye* delivered received shipped returned hospitalis*
opere operee hopital chirurg* malade maladie accident* certificat* acte ordonnance surgery hospital ill sick
diagnos* prochain* futur* prevu prevue prevus upcoming next due echeance* expir* valable* valide limite
scheduled planned releve releves extrait statement* vacances voyage* parti partie partis mariage demenag* rdv
reunion licenci* divorce* separation rupture moved holiday* travel* wedding meeting rentre rentree contrat
contract* ouvert ouverte creee created opened etabli signe signee delivre delivree periode period mandat conges
grossesse accouch* emprisonn* retraite convocation jugement audience
"""
_AMOUNT_REFUNDS = """
attends attendons attendre rembours* refund* reimburs* rendre rendez rend rendu restitu* recredit* reverse*
erstatt* zuruck reembols* devol* rimbors* terugbet* reclame reclamer reclamons exige recuperer recredite credite
crediter back dedommag*
"""
_AMOUNT_CHARGES = """
operation* statement releve releves factur* invoice* rechnung factura fattura factuur fatura commande* coute
coutee order* cost litige conteste contestee contester disputed
"""
_AMOUNT_DOUBTS = """
abonnement* forfait* formule* offre* tarif* prix cotisation* mensualite* subscription* plan price* membership
adhesion cout couts fee costs pack option options devis abo quota pense crois paie paies payais payait payons
"""
_AMOUNT_NOS = """
remise* reduction* rabais promo* coupon* cadeau* credit economis* economie ristourne* discount* voucher* off
gift geste code salaire* gagne pension rsa revenu* alloc* aah smic touche chomage loyer budget wage* salary
earn* rent solde decouvert plafond balance overdraft epargne livret frais agios commission* penalite* livraison
port fees interest* caution deposit tva ht vat taxe taxes retraite rabatt descuento sconto korting desconto
bourse assurance* restait reste restent difference ecart trop capital
"""
_TURNS = """
devais devait devrait devrais devraient aurais aurait auraient suppose supposee censee cense censes supposed
should normalement habitu* usually normally annonc* affich* promis promise said told disait disaient indiquait
convenu convenue propose proposee prevu prevue prevus vendu vendue advertised quoted agreed expected attendu
attendue initialement theorique
"""
_BENDS = "toujours allez vas va vais sera seront will going would vont serai always"


def _indexed(*lists: tuple[Cue, str]) -> tuple[dict[str, Cue], dict[str, Cue]]:
    """Split the lists into whole words and beginnings."""
    every = [(word, cue) for cue, words in lists for word in words.split()]
    whole = {word: cue for word, cue in every if not word.endswith("*")}
    return whole, {word.rstrip("*"): cue for word, cue in every if word.endswith("*")}


_DATES = _indexed(
    (Cue.TURN, _TURNS), (Cue.BEND, _BENDS), (Cue.NO, _DATE_NOS), (Cue.DOUBT, _DATE_DOUBTS), (Cue.CHARGE, _CHARGES)
)
_AMOUNTS = _indexed(
    (Cue.TURN, _TURNS),
    (Cue.BEND, _BENDS),
    (Cue.NO, _AMOUNT_NOS),
    (Cue.DOUBT, _AMOUNT_DOUBTS),
    (Cue.REFUND, _AMOUNT_REFUNDS),
    (Cue.CHARGE, _CHARGES + _AMOUNT_CHARGES),
)
_LENGTHS = range(3, 12)


@lru_cache(maxsize=16384)
def cues_of(word: str) -> tuple[Cue | None, Cue | None] | None:
    """Return what a word says about a date and about an amount beside it; None when it says nothing about either."""
    cues = _cue(word, *_DATES), _cue(word, *_AMOUNTS)
    return cues if any(cues) else None


def cue_of(word: str, item: Item) -> Cue | None:
    """Return what a word says about a value of that item."""
    cues = cues_of(word)
    return cues and cues[item is Item.AMOUNT]


def _cue(word: str, whole: dict[str, Cue], stems: dict[str, Cue]) -> Cue | None:
    if word in whole:
        return whole[word]
    return next((stems[word[:size]] for size in _LENGTHS if word[:size] in stems), None)
