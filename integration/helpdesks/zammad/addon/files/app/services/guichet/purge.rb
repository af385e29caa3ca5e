# Guichet's add-on for Zammad. Copyright (C) 2026 the Guichet authors.
# SPDX-License-Identifier: AGPL-3.0-or-later

module Guichet

  # Removes what a member sent with one article: its attachments (inline images are attachments too), the raw mail
  # that holds them a second time, and the previews that Zammad keeps in its cache. Never a word of text.
  #
  # It may be called again at any time. What it answers is looked up again after removing, never supposed:
  # "left" names each thing that is still there, in codes and ids, never by a file's name.
  class Purge
    VERSION  = '1.0.0'.freeze
    FILES    = 'Ticket::Article'.freeze
    RAW_MAIL = 'Ticket::Article::Mail'.freeze

    # The two sizes in which Zammad caches pictures for six months (app/models/store.rb, image_resize).
    PREVIEW_WIDTHS = [200, 1800].freeze

    # As many other owners of the same bytes are named; one is enough to know that the bytes stay.
    OWNERS_NAMED = 20

    def initialize(article)
      @article = article
      @left    = []
    end

    def call
      attachments = remove(FILES, 'attachment')
      raw_mails   = remove(RAW_MAIL, 'raw_mail')
      previews    = remove_previews(attachments)
      name_shared_content(attachments + raw_mails)
      # Browsers and caches drop what they know of the article.
      @article.touch if (attachments + raw_mails).any? # rubocop:disable Rails/SkipsModelValidations
      search_index = renew_search_index

      {
        removed:      { attachments: attachments.map(&:id), raw_mail: raw_mails.any?, previews: previews },
        search_index: search_index,
        left:         @left,
      }
    end

    private

    # The stored things of that kind which were there and are gone now.
    def remove(kind, word)
      Store.list(object: kind, o_id: @article.id).to_a.reject do |store|
        sha_of(store) # while its file can still be asked
        next if removed?(store)

        @left << { what: "#{word}:#{store.id}", why: 'not_removed' }
      end
    end

    # One transaction for each: if the bytes cannot be removed, the row that leads to them stays as well.
    def removed?(store)
      Store.transaction { Store.remove_item(store.id) }
      !Store.exists?(store.id)
    rescue StandardError => e
      Rails.logger.error "Guichet: store #{store.id} of article #{@article.id} was not removed: #{e.class}"
      false
    end

    def remove_previews(stores)
      stores.sum do |store|
        keys = PREVIEW_WIDTHS.map { |width| "Store/image-resize-#{sha_of(store)}_#{width}" }
        keys = keys.select { |key| Rails.cache.exist?(key) }
        keys.each { |key| Rails.cache.delete(key) }
        kept = keys.select { |key| Rails.cache.exist?(key) }
        kept.each { @left << { what: "preview:#{store.id}", why: 'cache_kept_it' } }
        keys.size - kept.size
      end
    end

    # Zammad stores the same bytes once, for all who have them: a forward, a split, the same file sent twice.
    def name_shared_content(stores)
      stores.each do |store|
        owners = Store.where(store_file_id: store.store_file_id).limit(OWNERS_NAMED).to_a
        owners.each do |owner|
          @left << { what: "content:#{store.id}", why: "shared_with:#{owner.store_object.name}:#{owner.o_id}" }
        end
        next if owners.any? || !Store::File.exists?(store.store_file_id)

        @left << { what: "content:#{store.id}", why: 'not_removed' }
      end
    end

    # Elasticsearch knows the text of the files. The ticket is indexed again at once and not by a job, so that an index
    # that cannot be reached is named; also when nothing was removed, so that calling again mends it.
    def renew_search_index
      return 'none' if !SearchIndexBackend.enabled?

      @article.ticket.search_index_update_backend
      'renewed'
    rescue StandardError => e
      Rails.logger.error "Guichet: the search index of article #{@article.id} was not renewed: #{e.class}"
      @left << { what: 'search_index', why: 'not_renewed' }
      'not_renewed'
    end

    # The hash that names the previews; remembered, since it goes with the file.
    def sha_of(store)
      @sha_of ||= {}
      @sha_of[store.id] ||= Store::File.find_by(id: store.store_file_id)&.sha
    end
  end
end
