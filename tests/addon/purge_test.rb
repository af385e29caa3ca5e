# What the add-on removes, what it leaves, and what it says about both.

require 'minitest/autorun'
require_relative 'zammad'

FILES = File.expand_path('../../integration/helpdesks/zammad/addon/files', __dir__)
require "#{FILES}/app/services/guichet/purge"

class PurgeTest < Minitest::Test
  ARTICLE = 'Ticket::Article'.freeze
  MAIL    = 'Ticket::Article::Mail'.freeze

  def setup
    Store.empty!
    Rails.cache           = Rails::Cache.new
    Rails.logger          = Rails::Log.new
    SearchIndexBackend.on = false
    @article              = Ticket::Article.new(332)
  end

  def purge = Guichet::Purge.new(@article).call

  def test_attachments_and_the_raw_mail_go_and_the_text_stays
    first  = Store.add(ARTICLE, 332, 'one', 'certificat-cancer.pdf')
    second = Store.add(ARTICLE, 332, 'two', 'acte.pdf')
    Store.add(MAIL, 332, 'From: …', 'ticket-332.eml')
    other  = Store.add(ARTICLE, 999, 'three', 'facture.pdf')

    answer = purge

    assert_equal({ removed: { attachments: [first.id, second.id], raw_mail: true, previews: 0 }, search_index: 'none', left: [] }, answer)
    assert_equal [other], Store.rows
    assert_equal [other.store_file_id], Store::File.rows.map(&:id)
    assert_equal 'voir pièces <img src="cid:1">', @article.body
    assert_equal 1, @article.touched
  end

  def test_calling_again_removes_nothing_and_says_so
    Store.add(ARTICLE, 332, 'one', 'acte.pdf')
    purge

    assert_equal({ removed: { attachments: [], raw_mail: false, previews: 0 }, search_index: 'none', left: [] }, purge)
    assert_equal 1, @article.touched
  end

  def test_previews_in_the_cache_go_too
    Store.add(ARTICLE, 332, 'picture', 'scan.jpg')
    sha = Digest::SHA256.hexdigest('picture')
    [200, 1800].each { |width| Rails.cache.kept["Store/image-resize-#{sha}_#{width}"] = 'small picture' }
    Rails.cache.kept['Store/image-resize-other_200'] = 'another one'

    assert_equal 2, purge[:removed][:previews]
    assert_equal ['Store/image-resize-other_200'], Rails.cache.kept.keys
  end

  def test_a_preview_that_the_cache_keeps_is_named
    store = Store.add(ARTICLE, 332, 'picture', 'scan.jpg')
    Rails.cache.kept["Store/image-resize-#{Digest::SHA256.hexdigest('picture')}_200"] = 'small picture'
    Rails.cache.stubborn!

    answer = purge

    assert_equal 0, answer[:removed][:previews]
    assert_equal [{ what: "preview:#{store.id}", why: 'cache_kept_it' }], answer[:left]
  end

  def test_bytes_that_another_article_shares_are_named_as_left
    store = Store.add(ARTICLE, 332, 'same bytes', 'acte.pdf')
    Store.add(ARTICLE, 340, 'same bytes', 'acte.pdf')

    answer = purge

    assert_equal [store.id], answer[:removed][:attachments]
    assert_equal [{ what: "content:#{store.id}", why: 'shared_with:Ticket::Article:340' }], answer[:left]
    assert_equal 1, Store::File.rows.size
  end

  def test_the_same_file_twice_in_one_article_leaves_nothing
    2.times { Store.add(ARTICLE, 332, 'same bytes', 'acte.pdf') }

    answer = purge

    assert_equal 2, answer[:removed][:attachments].size
    assert_empty answer[:left]
    assert_empty Store::File.rows
  end

  def test_what_could_not_be_removed_stays_whole_and_is_named
    kept = Store.add(ARTICLE, 332, 'one', 'certificat-cancer.pdf')
    gone = Store.add(ARTICLE, 332, 'two', 'acte.pdf')
    Store.refuses << kept.id

    answer = purge

    assert_equal [gone.id], answer[:removed][:attachments]
    assert_equal [{ what: "attachment:#{kept.id}", why: 'not_removed' }], answer[:left]
    assert_equal [kept], Store.rows
    assert Store::File.exists?(kept.store_file_id)
  end

  def test_a_raw_mail_that_could_not_be_removed_is_not_said_to_be
    mail = Store.add(MAIL, 332, 'From: …', 'ticket-332.eml')
    Store.refuses << mail.id

    answer = purge

    refute answer[:removed][:raw_mail]
    assert_equal [{ what: "raw_mail:#{mail.id}", why: 'not_removed' }], answer[:left]
  end

  def test_the_search_index_is_renewed_at_every_call
    SearchIndexBackend.on = true
    Store.add(ARTICLE, 332, 'one', 'acte.pdf')
    2.times { purge }

    assert_equal 2, @article.ticket.indexed
  end

  def test_a_search_index_that_cannot_be_reached_is_named
    SearchIndexBackend.on         = true
    @article.ticket.index_is_down = true
    Store.add(ARTICLE, 332, 'one', 'acte.pdf')

    answer = purge

    assert_equal 1, answer[:removed][:attachments].size
    assert_equal [{ what: 'search_index', why: 'not_renewed' }], answer[:left]
  end

  def test_neither_the_answer_nor_the_log_names_a_file
    kept = Store.add(ARTICLE, 332, 'one', 'certificat-cancer.pdf')
    Store.add(ARTICLE, 332, 'two', 'acte-deces-martin.pdf')
    Store.refuses << kept.id

    said = purge.to_s + Rails.logger.lines.join

    refute_match(/certificat|martin|pdf/, said)
  end
end
