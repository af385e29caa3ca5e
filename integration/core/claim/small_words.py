"""Words that say nothing of their own around a value: greetings, thanks, labels, articles."""

from integration.core.claim.wordlists import word_set

NEUTRAL = word_set(
    """
    quoi meant i typo not non pas voulais dire wrong it's sent vient etre bonjour bonsoir madame monsieur messieurs
    mesdames salut hello hi dear merci d avance cordialement le la les l du de des un une the a of on au en c est
    etait ce il s agit voici voila oui yes mon ma mes my is was it et and pour for compte account date montant somme
    amount sum total jour transaction exact exacte exactement bien sur mail adresse email numero client donc alors
    suite votre your message reponse question demande comme demandee desole desolee pardon sorry thanks thank you je
    vous j ai reponds re donne information informations concerne concernant eu lieu par via carte cb bancaire banque
    abonnement guichet debit prelevement euros eur ttc ici correspond semaine derniere dernier mois passe last week
    month bonne bon erreur trompe suis me m fait plutot correction correct correcte here in reply to sir cher chere
    ref fois deux plus que
    """
)
