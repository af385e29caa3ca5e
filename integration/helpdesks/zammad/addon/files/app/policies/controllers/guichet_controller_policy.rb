# Guichet's add-on for Zammad. Copyright (C) 2026 the Guichet authors.
# SPDX-License-Identifier: AGPL-3.0-or-later

# One permission for the whole controller, so that a token can hold it and nothing else.
class Controllers::GuichetControllerPolicy < Controllers::ApplicationControllerPolicy
  default_permit!('guichet.purge')
end
