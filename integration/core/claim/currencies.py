"""The signs, codes and words by which members name a currency."""

from integration.core.claim.wordlists import word_set

SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "₹": "INR", "₺": "TRY", "₣": "CHF"}
WORDS = {
    **dict.fromkeys(("eur", "eurs", "euro", "euros", "euors", "erous", "euos", "euroes", "balles"), "EUR"),
    **dict.fromkeys(("usd", "dollar", "dollars", "bucks", "dolares"), "USD"),
    **dict.fromkeys(("gbp", "pound", "pounds", "quid", "sterling", "libras"), "GBP"),
    **dict.fromkeys(("chf", "franken", "sfr"), "CHF"),
    **dict.fromkeys(("zlotys", "zloty"), "PLN"),
    **dict.fromkeys(("dirham", "dirhams"), "MAD"),
    **dict.fromkeys(("yen", "yens"), "JPY"),
}
# "francs suisses", "livres sterling": the first word alone is an old currency or a book.
PAIRS = {
    ("franc", "suisse"): "CHF",
    ("francs", "suisses"): "CHF",
    ("livre", "sterling"): "GBP",
    ("livres", "sterling"): "GBP",
    ("francs", "cfa"): "XOF",
    ("dollars", "canadiens"): "CAD",
    ("dollar", "canadien"): "CAD",
    ("swiss", "francs"): "CHF",
    ("canadian", "dollars"): "CAD",
    ("us", "dollars"): "USD",
    ("dollars", "us"): "USD",
    ("$", "us"): "USD",
    ("$", "ca"): "CAD",
    ("us", "$"): "USD",
    ("ca", "$"): "CAD",
    ("pounds", "sterling"): "GBP",
    ("dollars", "americains"): "USD",
}
# Small words of English and French among the codes ("try", "mad", "all"): read in capitals only.
CODES = word_set(
    """
    cad aud nzd jpy sek nok dkk pln czk huf ron bgn mad tnd dzd xof xaf xpf brl inr cny try mxn ils sgd hkd zar aed
    krw thb mur egp uah isk
    """
)
CENTS = word_set("centime centimes cent cents cts ct centimos centimen c p pence")
EDGES = frozenset({*SIGNS, *WORDS, *CODES, *(pair[0] for pair in PAIRS)})
