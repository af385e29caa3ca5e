# Guichet's add-on for Zammad. Copyright (C) 2026 the Guichet authors.
# SPDX-License-Identifier: AGPL-3.0-or-later

Zammad::Application.routes.draw do
  scope Rails.configuration.api_path do
    get  'guichet/version', to: 'guichet#version'
    post 'guichet/articles/:id/purge', to: 'guichet#purge'
  end
end
