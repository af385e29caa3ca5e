# Who may call, what the routes are, and what installing and removing do.

require 'minitest/autorun'
require_relative 'zammad'

FILES = File.expand_path('../../integration/helpdesks/zammad/addon/files', __dir__)

class ApplicationController
  attr_reader :rendered, :asked

  User = Struct.new(:id)

  class << self
    attr_reader :gate

    def prepend_before_action(&gate) = @gate = gate
  end

  def initialize(params, allowed: true)
    @params  = params
    @allowed = allowed
    @asked   = []
  end

  attr_reader :params

  def current_user = User.new(7)
  def render(json:) = @rendered = json

  def authorize!(record = nil, query = nil)
    @asked << [record, query]
    raise SecurityError, 'Not authorized' if !@allowed

    true
  end
end

module Controllers
  class ApplicationControllerPolicy
    def self.default_permit!(permission) = @permission = permission
    def self.permission = @permission
  end
end

module Zammad
  class Application
    def self.routes = self
    def self.drawn = @drawn ||= []
    def self.draw(&) = instance_eval(&)
    def self.scope(path) = (@scope = path) && yield
    def self.get(path, to:) = drawn << ['GET', "#{@scope}/#{path}", to]
    def self.post(path, to:) = drawn << ['POST', "#{@scope}/#{path}", to]
  end
end

module Rails
  def self.configuration = Struct.new(:api_path).new('/api/v1')
end

require "#{FILES}/app/services/guichet/purge"
require "#{FILES}/app/controllers/guichet_controller"
require "#{FILES}/app/policies/controllers/guichet_controller_policy"
require "#{FILES}/config/routes/guichet"
require "#{FILES}/db/addon/guichet/20261123000001_guichet_purge_permission"

class DoorTest < Minitest::Test
  def setup
    Store.empty!
    Rails.cache           = Rails::Cache.new
    Rails.logger          = Rails::Log.new
    SearchIndexBackend.on = false
    Permission.rows       = []
    @article              = Ticket::Article.new(332)
    Ticket::Article.all   = { 332 => @article }
  end

  def test_the_routes
    assert_equal [
      ['GET', '/api/v1/guichet/version', 'guichet#version'],
      ['POST', '/api/v1/guichet/articles/:id/purge', 'guichet#purge'],
    ], Zammad::Application.drawn
  end

  def test_every_call_is_authenticated_and_needs_the_permission
    assert GuichetController.gate
    assert_equal 'guichet.purge', Controllers::GuichetControllerPolicy.permission
  end

  def test_the_version
    controller = GuichetController.new({})
    controller.version

    assert_equal({ version: '1.0.0' }, controller.rendered)
  end

  def test_purging_asks_for_the_right_to_change_the_article
    Store.add('Ticket::Article', 332, 'one', 'acte.pdf')
    controller = GuichetController.new({ id: '332' })
    controller.purge

    assert_equal [[@article, :update?]], controller.asked
    assert_equal [1], controller.rendered[:removed][:attachments]
    assert_equal ['Guichet: article 332 purged by user 7'], Rails.logger.lines
  end

  def test_without_that_right_nothing_is_removed
    Store.add('Ticket::Article', 332, 'one', 'acte.pdf')
    controller = GuichetController.new({ id: '332' }, allowed: false)

    assert_raises(SecurityError) { controller.purge }
    assert_equal 1, Store.rows.size
  end

  def test_installing_makes_the_permission_once_and_removing_takes_it_back
    Permission.column_names = %w[id name note preferences]
    2.times { GuichetPurgePermission.up }

    assert_equal %w[guichet guichet.purge], Permission.rows.map { |row| row.attributes[:name] }
    assert_equal %i[name preferences note], Permission.rows.last.attributes.keys

    2.times { GuichetPurgePermission.down }

    assert_empty Permission.rows
  end

  def test_newer_zammads_tell_a_permission_by_label_and_description
    Permission.column_names = %w[id name label description preferences]
    GuichetPurgePermission.up

    assert_equal %i[name preferences label description], Permission.rows.last.attributes.keys
  end
end
