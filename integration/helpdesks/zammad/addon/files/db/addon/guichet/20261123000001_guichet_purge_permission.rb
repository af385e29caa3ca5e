# Guichet's add-on for Zammad. Copyright (C) 2026 the Guichet authors.
# SPDX-License-Identifier: AGPL-3.0-or-later

# Zammad runs `up` when the package is installed (or by `rake zammad:package:migrate`), and `down` when it is removed.
# No role gets the permission by itself: an admin gives it to the role of Guichet's own user.
class GuichetPurgePermission
  PERMISSIONS = {
    'guichet'       => 'Guichet',
    'guichet.purge' => 'Remove attachments, raw mails and previews of articles',
  }.freeze

  def self.up
    PERMISSIONS.each do |name, meaning|
      # Zammad 5 tells what a permission means in `note`; later ones in `label` and `description`.
      texts = { note: meaning, label: meaning, description: meaning }
      known = texts.select { |column, _| Permission.column_names.include?(column.to_s) }
      # The parent only groups, as `cti` does for `cti.agent`: nobody can be given it.
      preferences = name == 'guichet' ? { disabled: true } : {}
      Permission.create_if_not_exists(name: name, preferences: preferences, **known)
    end
  end

  def self.down
    PERMISSIONS.keys.reverse_each { |name| Permission.find_by(name: name)&.destroy }
  end
end
