# Small stand-ins for the classes of Zammad that the add-on calls, in memory. They behave as facts recorded on a
# running Zammad say: the same bytes are stored once (by SHA-256), and go with their last owner.

require 'digest'


module Rails
  class Cache
    attr_reader :kept

    def initialize = (@kept = {}) && @stubborn = false
    def stubborn! = @stubborn = true
    def exist?(key) = @kept.key?(key)
    def delete(key) = @stubborn ? false : !@kept.delete(key).nil?
  end

  class Log
    attr_reader :lines

    def initialize = @lines = []
    def error(line) = @lines << line
    def info(line) = @lines << line
  end

  class << self
    attr_accessor :cache, :logger
  end
end

class Relation
  def initialize(rows) = @rows = rows
  def limit(number) = Relation.new(@rows.first(number))
  def to_a = @rows.dup
end

class Store
  Kind = Struct.new(:name)
  Row  = Struct.new(:id, :kind, :o_id, :store_file_id, :filename) do
    def store_object = Kind.new(kind)
  end

  class File
    Row = Struct.new(:id, :sha)

    class << self
      attr_accessor :rows

      def find_by(id:) = rows.find { |row| row.id == id }
      def exists?(id) = !find_by(id: id).nil?
    end
  end

  class << self
    attr_accessor :rows, :refuses

    def empty!
      self.rows    = []
      self.refuses = []
      File.rows    = []
    end

    def add(kind, o_id, data, filename)
      sha  = Digest::SHA256.hexdigest(data)
      file = File.rows.find { |row| row.sha == sha } || File::Row.new(File.rows.size + 100, sha).tap { |row| File.rows << row }
      Row.new(rows.size + 1, kind, o_id, file.id, filename).tap { |row| rows << row }
    end

    def list(object:, o_id:) = Relation.new(rows.select { |row| row.kind == object && row.o_id == o_id })
    def where(store_file_id:) = Relation.new(rows.select { |row| row.store_file_id == store_file_id })
    def exists?(id) = rows.any? { |row| row.id == id }

    def transaction
      before = [rows.dup, File.rows.dup]
      yield
    rescue StandardError
      self.rows, File.rows = before
      raise
    end

    def remove_item(id)
      row = rows.find { |one| one.id == id }
      rows.delete(row)
      return true if rows.any? { |one| one.store_file_id == row.store_file_id }
      raise IOError, 'the disk refused' if refuses.include?(id)

      File.rows.reject! { |file| file.id == row.store_file_id }
    end
  end
end

module SearchIndexBackend
  class << self
    attr_accessor :on

    def enabled? = on
  end
end

class Ticket
  attr_accessor :indexed, :index_is_down

  def initialize = @indexed = 0

  def search_index_update_backend
    raise IOError, 'no connection' if index_is_down

    @indexed += 1
  end

  class Article
    attr_reader :id, :ticket, :touched, :body

    class << self
      attr_accessor :all

      def find(id) = all.fetch(id.to_i)
    end

    def initialize(id)
      @id      = id
      @ticket  = Ticket.new
      @touched = 0
      @body    = 'voir pièces <img src="cid:1">'
    end

    def touch = @touched += 1
  end
end

class Permission
  class << self
    attr_accessor :column_names, :rows

    Row = Struct.new(:attributes) do
      def destroy = Permission.rows.delete(self)
    end

    def create_if_not_exists(**attributes)
      rows << Row.new(attributes) if !find_by(name: attributes[:name])
    end

    def find_by(name:) = rows.find { |row| row.attributes[:name] == name }
  end
end
