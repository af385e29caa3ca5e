"""Ways to break the small policy: what is replaced, by what, and what the admin is told, line and column first."""

MISTAKES = {
    "unknown key": (
        "otherwise: {group:",
        "otherwise: {groupe: x, group:",
        '19:13: unknown key "groupe" (did you mean "group"?)',
    ),
    "unknown key at the top": ("examples:", "exemples:", '23:1: unknown key "exemples" (did you mean "examples"?)'),
    "a key of a later release": ("examples:", "statement: {}\nexamples:", '23:1: unknown key "statement"'),
    "pausing for something else": (
        "due: 14 days}",
        "due: 14 days, pause_while: waiting}",
        '21:87: "waiting" is not known here; it must be waiting_for_member',
    ),
    "days of another kind": (
        "due: 14 days}",
        "due: 14 days, days: working}",
        '21:80: "working" is not known here; it must be calendar or business',
    ),
    "a pause without end": (
        "due: 14 days}",
        "due: 14 days, pause_while: waiting_for_member}",
        (
            "21:87: a member who never answers would stop this clock for ever: say under `asking` after how long the "
            "case is closed (`close_after`)"
        ),
    ),
    "a term of law that pauses": (
        "due: 14 days}\n  paiement: {from: submitted, until: solved, warn: 7 days, due: 2 weeks}\n",
        (
            "due: 14 days, statutory: true, pause_while: waiting_for_member}\n"
            "  paiement: {from: submitted, until: solved, warn: 7 days, due: 2 weeks}\nasking: {close_after: 14 days}\n"
        ),
        "21:11: a statutory clock counts calendar days and is stopped by nothing: take `pause_while` away",
    ),
    "a term of law in working days": (
        "due: 14 days}",
        "due: 14 days, statutory: true, days: business}",
        "21:11: a statutory clock counts calendar days and is stopped by nothing: take `days: business` away",
    ),
    "a promise in two units": (
        "due: 14 days}",
        "due: 400 hours}",
        "21:11: the warning and the due date must both be in days, or both in hours",
    ),
    "a warning after hours": (
        "warn: 7 days, due: 14 days}",
        "warn: 16 hours, due: 8 hours}",
        "21:11: the warning (16 hours) must come before the due date (8 hours)",
    ),
    "an alarm that tells": (
        "due: 14 days}",
        "due: 14 days, at_due: {tags: [deces]}}",
        (
            '21:90: the tag "deces" tells of a death or an illness, and tags travel into reports and e-mails: '
            "use a neutral one, such as guichet_cas_particulier"
        ),
    ),
    "our own flag in a rule": (
        "gros_dossier",
        "guichet_en_retard",
        '15:52: the tag "guichet_en_retard" is Guichet\'s own: choose another one',
    ),
    "a way to tell that there is not": (
        "due: 14 days}",
        "due: 14 days, at_due: {notify: [sms]}}",
        '21:92: "sms" is not known here; it must be chat or email',
    ),
    "a country without its code": (
        "examples:",
        "calendar: {holidays: {country: France}}\nexamples:",
        '23:22: "France" is not a country whose holidays are known; write it as FR',
    ),
    "a region of nowhere": (
        "examples:",
        "calendar: {holidays: {country: IE, region: Cork}}\nexamples:",
        '23:22: "Cork" is not a region with holidays of its own; there are: none',
    ),
    "no holiday to remove": (
        "examples:",
        "calendar: {holidays: {country: FR, removed: 2026-05-26}}\nexamples:",
        "23:22: 2026-05-26 is not a public holiday there: there is nothing to remove",
    ),
    "hours over midnight": (
        "examples:",
        'calendar: {hours: {from: "22:00", to: "06:00"}}\nexamples:',
        "23:19: working hours must begin and end on the same day",
    ),
    "no working day": (
        "examples:",
        "calendar: {working_days: []}\nexamples:",
        "23:26: this is empty: give it a value, or take the line away",
    ),
    "reminders out of order": (
        "examples:",
        "asking: {remind_after: [7 days, 3 days]}\nexamples:",
        "23:9: each reminder must come after the one before it, and `close_after` after the last",
    ),
    "closed before the last reminder": (
        "examples:",
        "asking: {remind_after: 7 days, close_after: 7 days}\nexamples:",
        "23:9: each reminder must come after the one before it, and `close_after` after the last",
    ),
    "nobody is closed": (
        "examples:",
        "asking: {close_as: marie@example.org}\nexamples:",
        "23:9: no case is ever closed without `close_after`: add it, or take `close_as` away",
    ),
    "no quiet at all": (
        "examples:",
        'asking: {quiet: {from: "08:00", to: "08:00"}}\nexamples:',
        "23:17: from 08:00 to 08:00 is no time at all: write two different hours",
    ),
    "missing key": ("otherwise: {group: Service clients}\n", "", '1:1: the key "otherwise" is missing'),
    "missing key inside": ("    requires: [amount]\n", "", '5:3: the key "requires" is missing'),
    "same key twice": (
        "timezone: Europe/Paris",
        "timezone: Europe/Paris\nlanguage: en",
        '3:1: the key "language" is written twice (first on line 1): keep one of them',
    ),
    "nothing after the colon": (
        "timezone: Europe/Paris",
        "timezone:",
        "3:1: this is empty: give it a value, or take the line away",
    ),
    "an empty list": (
        "text: [décès,",
        "tags: [], text: [décès,",
        "17:18: this is empty: give it a value, or take the line away",
    ),
    "number for text": ("group: Niveau 2", "group: 2", "15:19: this must be text: put it in quotes"),
    "text for true": ("examples:", "write_back: yes\nexamples:", "23:13: this must be true or false"),
    "text for a whole number": (
        "examples:",
        "asking: {at_most: trois}\nexamples:",
        "23:19: this must be a whole number",
    ),
    "too low": ("examples:", "asking: {at_most: 0}\nexamples:", "23:19: this must be at least 1"),
    "too high": ("examples:", "asking: {at_most: 11}\nexamples:", "23:19: this must be at most 10"),
    "word for a list": ("requires: [amount]", "requires: amount", "7:15: this must be a list, such as [one, two]"),
    "word for a group": (
        "otherwise: {group: Service clients}",
        "otherwise: Service clients",
        "19:12: this must be a group of `key: value` lines",
    ),
    "unknown item": (
        "requires: [amount]",
        "requires: [amont]",
        (
            '7:16: "amont" is not known here (did you mean "amount"?); '
            "it must be account, transaction_date, amount, description or document"
        ),
    ),
    "unknown category in a rule": (
        "{category: facturation, amount",
        "{category: facturations, amount",
        '14:22: there is no category "facturations" (did you mean "facturation"?)',
    ),
    "unknown clock": (
        "clocks: [examen,",
        "clocks: [examin, examen,",
        '8:14: there is no clock "examin" (did you mean "examen"?)',
    ),
    "clock without its field": (
        ", decision: Décision}",
        "}",
        '26:1: this needs the field "decision": name it under `fields`',
    ),
    "clock that would never stop": (
        "decisions: {accepted: [oui], refused: [non]}\n",
        "",
        (
            "21:36: this never happens: say under `decisions` which options of the decision field mean "
            "accepted or partly or refused"
        ),
    ),
    "clock that no category uses": (
        "[examen, paiement]",
        "[examen]",
        '22:3: no category uses the clock "paiement": name it under the `clocks` of one, or take it away',
    ),
    "two clocks in one field": (
        "due: 2 weeks}",
        "due: 2 weeks, field: Montant}",
        '22:81: the field "Montant" already plays the part "amount": each part needs its own field',
    ),
    "rule id twice": (
        "id: mots",
        "id: gros",
        '16:9: the rule id "gros" is used twice (first on line 13): each rule needs its own',
    ),
    "reserved rule id": (
        "id: mots",
        "id: otherwise",
        '16:9: "otherwise" names the last resort and cannot be the id of a rule',
    ),
    "odd id": (
        "id: mots",
        "id: Mots clés",
        '16:9: "Mots clés" cannot be an id: use lower-case letters, digits, "-" and "_", and start with a letter',
    ),
    "odd category id": (
        "  autre:",
        "  Autre:",
        '9:3: "Autre" cannot be an id: use lower-case letters, digits, "-" and "_", and start with a letter',
    ),
    "value in two categories": (
        "[remboursement, Autre]",
        "[remboursement, FACTURATION]",
        '10:38: "FACTURATION" already belongs to the category "facturation": a ticket can only be in one',
    ),
    "field in two parts": (
        "amount: Montant",
        "amount: Motif",
        '3:35: the field "Motif" already plays the part "category": each part needs its own field',
    ),
    "empty condition": (
        '{text: [décès, "décéd*"]}',
        "{}",
        "17:11: this condition is empty and would match every case: say what it matches, or use `otherwise`",
    ),
    "empty action": (
        "then: {group: Cas particuliers}",
        "then: {}",
        "18:11: this rule does nothing: give it a group, an agent, a priority, tags, fields or something to say",
    ),
    "amount in words": (
        "at_least: 500",
        "at_least: 500 €",
        '14:54: "500 €" is not an amount: write it as 500 or "49,90", two decimals at most and no currency',
    ),
    "no end of an amount": (
        "at_least: 500",
        "at_least: .inf",
        '14:54: ".inf" is not an amount: write it as 500 or "49,90", two decimals at most and no currency',
    ),
    "amount read two ways": (
        "at_least: 500",
        'at_least: "1,000"',
        '14:54: "1,000" is not an amount: write it as 500 or "49,90", two decimals at most and no currency',
    ),
    "amount without bounds": (
        "{at_least: 500}",
        "{}",
        "14:43: this amount has no bounds: say at_least, at_most or both",
    ),
    "amount that cannot be": (
        "{at_least: 500}",
        "{at_least: 500, at_most: 20}",
        "14:43: no amount is at least 500 and at most 20: this can never match",
    ),
    "no amount passes": (
        "examples:",
        "checks: {amount: {more_than: 10, at_most: 10}}\nexamples:",
        "23:18: no amount is more than 10 and at most 10: every amount would be refused",
    ),
    "duration in French": (
        "due: 14 days",
        "due: 14 jours",
        '21:65: "14 jours" is not a length of time: write it as "7 days", "2 weeks" or "16 hours"',
    ),
    "months as days": (
        "examples:",
        "checks: {transaction_date: {not_older_than: 400 days}}\nexamples:",
        '23:45: "400 days" is not a number of months: write it as "13 months" or "1 year"',
    ),
    "warning too late": (
        "warn: 7 days, due: 14 days",
        "warn: 2 weeks, due: 14 days",
        "21:11: the warning (14 days) must come before the due date (14 days)",
    ),
    "star in a word": (
        '"décéd*"',
        '"déc*dé"',
        '17:26: "déc*dé" cannot be searched for: "*" may only stand at the end of a word',
    ),
    "star alone": ('"décéd*"', '"*"', '17:26: "*" holds no letter or digit to look for'),
    "tag with capitals": (
        "[gros_dossier]",
        "[Gros dossier]",
        '15:52: "Gros dossier" cannot be a tag: use lower-case letters without spaces, commas or quotes',
    ),
    "tag of our own": (
        "[gros_dossier]",
        "[guichet_complet]",
        '15:52: the tag "guichet_complet" is Guichet\'s own: choose another one',
    ),
    "tag that tells": (
        "[gros_dossier]",
        "[cas_décès]",
        (
            '15:52: the tag "cas_décès" tells of a death or an illness, and tags travel into reports and e-mails: '
            "use a neutral one, such as guichet_cas_particulier"
        ),
    ),
    "time zone": (
        "Europe/Paris",
        "Europe/Pari",
        '2:11: "Europe/Pari" is not a time zone (did you mean "Europe/Paris"?); write it as Europe/Paris',
    ),
    "currency": (
        "timezone:",
        "currency: euro\ntimezone:",
        '2:11: "euro" is not a currency (did you mean "EUR"?); write it as EUR',
    ),
    "language": (
        "language: fr",
        "language: es",
        '1:11: there are no messages in "es": add messages/es.yaml',
    ),
    "language of a rule": (
        "{text: [décès",
        "{language: français, text: [décès",
        '17:22: "français" is not a language: write it as fr or en',
    ),
    "account pattern": (
        "examples:",
        'checks: {account: {patterns: ["[0-9"]}}\nexamples:',
        "23:31: this account pattern is not a regular expression: unterminated character set at position 0",
    ),
    "decision with two meanings": (
        "[non]",
        "[non, Oui]",
        '26:12: "oui" already means "accepted": a decision can only mean one thing',
    ),
    "example without expectations": (
        "expect: {group: Niveau 2}",
        "expect: {}",
        "25:13: this example expects nothing: say which group, priority, tags, missing, message or rule",
    ),
    "example with a date and no day": (
        'amount: "640"}',
        'amount: "640", transaction_date: 2026-03-12}',
        "24:5: an example with a transaction_date needs `day`, the day it is played, such as day: 2026-03-20",
    ),
    "example on no day": (
        "    expect: {group: Niveau 2}",
        "    day: 12/03/2026\n    expect: {group: Niveau 2}",
        '25:10: "12/03/2026" is not a day: write it as 2026-03-12',
    ),
    "not YAML": (
        "categories:",
        "categories: [",
        "6:9: this is not YAML: while parsing a flow sequence: expected ',' or ']', but got ':'",
    ),
    "alias": (
        "[gros_dossier]",
        "[*gros]",
        "15:52: anchors and aliases (&, *) are not part of the policy language: write the value out, or quote it",
    ),
    "anchor": (
        "Europe/Paris\n",
        "&zone Europe/Paris\ncurrency: *zone\n",
        "2:11: anchors and aliases (&, *) are not part of the policy language: write the value out, or quote it",
    ),
    "two documents": (
        "examples:",
        "---\nexamples:",
        "23:1: this is not YAML: expected a single document in the stream: but found another document",
    ),
    "YAML tag": (
        "{group: Cas",
        "!!python/name {group: Cas",
        "18:11: `!!python/name` is not part of the policy language: write the value without it",
    ),
    "map as a key": ("examples:", "? {a: b}\n: c\nexamples:", "23:3: a key must be a word"),
    "share without its sign": (
        "examples:",
        "limits: {changed_tickets_per_run: 30}\nexamples:",
        '23:35: "30" is not a share: write it as 30%, from 1% to 100%',
    ),
    "share of nothing": (
        "examples:",
        "limits: {changed_tickets_per_run: 0%}\nexamples:",
        '23:35: "0%" is not a share: write it as 30%, from 1% to 100%',
    ),
    "no messages at all": (
        "examples:",
        "limits: {messages_per_hour: 0}\nexamples:",
        "23:29: this must be at least 1",
    ),
    "mode": (
        "examples:",
        "mode: shadows\nexamples:",
        '23:7: "shadows" is not known here (did you mean "shadow"?); it must be live or shadow',
    ),
    "retention of something else": (
        "examples:",
        "retention: {delete: comments, when: review_over}\nexamples:",
        '23:21: "comments" is not known here; it must be attachments_of_requester',
    ),
    "blank text": ("group: Niveau 2", 'group: " "', '15:19: " " holds no letter or digit to look for'),
    "unknown message": (
        "{group: Niveau 2,",
        "{group: Niveau 2, message: suite,",
        '15:38: there is no message "suite": write it under `messages` in every language',
    ),
    "message of Guichet's own": (
        "{group: Niveau 2,",
        "{group: Niveau 2, message: thanks,",
        '15:38: there is no message "thanks": write it under `messages` in every language',
    ),
    "unknown note": (
        "{group: Niveau 2,",
        "{group: Niveau 2, note: suite,",
        '15:35: there is no note "suite": write it under `notes` in every language',
    ),
    "hold without retention": (
        "{group: Niveau 2,",
        "{group: Niveau 2, hold: true,",
        "15:35: there is nothing to hold back: say under `retention` what is deleted, and when",
    ),
    "a rule that writes a field that plays a part": (
        "{group: Niveau 2,",
        "{group: Niveau 2, fields: {Décision: oui},",
        '15:38: the field "Décision" plays the part "decision": a rule cannot write it',
    ),
    "a list for a field": (
        "{group: Niveau 2,",
        "{group: Niveau 2, fields: {Canal: [a, b]},",
        "15:45: this must be one value: a text, a number, or true or false",
    ),
    "a document asked with care": (
        "    requires: []",
        "    requires: [document]\n    care: true",
        (
            "10:5: `care` never asks for a document, which can be too much to ask of somebody in grief or illness: "
            "take the document or the `care` away"
        ),
    ),
    "a document asked with care in some cases": (
        "    requires: []",
        "    requires: []\n    care: true\n    requires_if: [{when: {amount: {at_least: 5}}, requires: document}]",
        (
            "10:5: `care` never asks for a document, which can be too much to ask of somebody in grief or illness: "
            "take the document or the `care` away"
        ),
    ),
    "required in all cases and in some": (
        "    requires: [amount]",
        "    requires: [amount]\n    requires_if: [{when: {text: [mot]}, requires: [document, amount]}]",
        '6:5: "amount" is required of every case already: take it away here',
    ),
    "required as long as nobody works on it": (
        "    requires: [amount]",
        "    requires: [amount]\n    requires_if: [{when: {any: [{text: a}, {status: new}]}, requires: document}]",
        (
            '8:19: what is required can only depend on what the member brings: "status" can change '
            "while the member is answering"
        ),
    ),
    "required by a field that Guichet writes": (
        "    requires: [amount]",
        "    requires: [amount]\n    requires_if: [{when: {field: {Montant: '*'}}, requires: document}]",
        (
            '8:19: what is required can only depend on what the member brings: "field: Montant" can change '
            "while the member is answering"
        ),
    ),
    "required in no case at all": (
        "    requires: [amount]",
        (
            "    requires: [amount]\n"
            "    requires_if: [{when: {documents: true, none: [{documents: true}]}, requires: account}]"
        ),
        ("8:26: this can never match: `documents: a document` and `none (documents: a document)` never hold together"),
    ),
}
