# Guichet's add-on for Zammad. Copyright (C) 2026 the Guichet authors.
# SPDX-License-Identifier: AGPL-3.0-or-later

# Two calls, both behind the permission `guichet.purge` (see Controllers::GuichetControllerPolicy).
class GuichetController < ApplicationController
  prepend_before_action { authentication_check && authorize! }

  # GET /api/v1/guichet/version
  def version
    render json: { version: Guichet::Purge::VERSION }
  end

  # POST /api/v1/guichet/articles/:id/purge
  def purge
    article = Ticket::Article.find(params[:id])
    # The permission alone opens no ticket: the caller must be an agent who may change this one.
    authorize!(article, :update?)
    answer = Guichet::Purge.new(article).call
    Rails.logger.info "Guichet: article #{article.id} purged by user #{current_user.id}"
    render json: answer
  end
end
